"""The pages of money: a day's bills, one bill with its books, refunds, reconciliation."""
