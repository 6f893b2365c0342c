"""JSON for other systems and devices: the hall's actions and queries under `/api/v1`.

Owns addresses, schemas, problem details and the record of answers given to repeated requests; owns
no rule. Reading order: `service` (the whole), then a router (`tickets`, `windows`, …), `problems`.
"""
