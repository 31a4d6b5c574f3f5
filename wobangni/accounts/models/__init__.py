from wobangni.accounts.models.api_token import ApiToken
from wobangni.accounts.models.contact import Contact, Resident, Reveal
from wobangni.accounts.models.phone_code import PhoneCode
from wobangni.accounts.models.rate_count import RateCount
from wobangni.accounts.models.sms import SmsMessage
from wobangni.accounts.models.user import User

__all__ = ["ApiToken", "Contact", "PhoneCode", "RateCount", "Resident", "Reveal", "SmsMessage", "User"]
