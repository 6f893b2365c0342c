"""Numbers that name people, bodies, items, vehicles and parcels, and their checks.

Pure; each says what is wrong, never a sentence. Masking is in `kernel.masking`.
"""

from yimen.kernel.identifiers.cases import BadCaseNumber, case_number, checked_case_number
from yimen.kernel.identifiers.certificates import (
    BadCertificateId,
    CertificateId,
    certificate_id,
)
from yimen.kernel.identifiers.citizen import (
    BadCitizenId,
    BadForeignersCard,
    CitizenId,
    Holder,
    Sex,
    age,
    citizen_id,
    foreigners_card,
    read_citizen_id,
)
from yimen.kernel.identifiers.documents import BadDocumentNumber, document_number
from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw
from yimen.kernel.identifiers.items import (
    BadBasicCode,
    BadHandlingCode,
    BadImplementationCode,
    BasicCode,
    ImplementationCode,
    Level,
    basic_code,
    handling_code,
    implementation_code,
)
from yimen.kernel.identifiers.organisation import (
    BadOrganisationCode,
    BadUscc,
    organisation_code,
    uscc,
)
from yimen.kernel.identifiers.parcels import BadParcelNumber, parcel_number, s10, s10_check
from yimen.kernel.identifiers.phones import BadLandline, BadMobile, landline, mobile
from yimen.kernel.identifiers.vehicles import (
    BadArchiveNumber,
    BadPlate,
    BadVin,
    NewEnergy,
    Plate,
    Vin,
    archive_number,
    plate,
    vin,
)

__all__ = [
    "BadArchiveNumber",
    "BadBasicCode",
    "BadCaseNumber",
    "BadCertificateId",
    "BadCitizenId",
    "BadDocumentNumber",
    "BadForeignersCard",
    "BadHandlingCode",
    "BadIdentifier",
    "BadImplementationCode",
    "BadLandline",
    "BadMobile",
    "BadOrganisationCode",
    "BadParcelNumber",
    "BadPlate",
    "BadUscc",
    "BadVin",
    "BasicCode",
    "CertificateId",
    "CitizenId",
    "Flaw",
    "Holder",
    "ImplementationCode",
    "Level",
    "NewEnergy",
    "Plate",
    "Sex",
    "Vin",
    "age",
    "archive_number",
    "basic_code",
    "case_number",
    "certificate_id",
    "checked_case_number",
    "citizen_id",
    "document_number",
    "foreigners_card",
    "handling_code",
    "implementation_code",
    "landline",
    "mobile",
    "organisation_code",
    "parcel_number",
    "plate",
    "read_citizen_id",
    "s10",
    "s10_check",
    "uscc",
    "vin",
]
