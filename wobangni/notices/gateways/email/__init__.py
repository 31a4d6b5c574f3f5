"""E-mail by SMTP.

WOBANGNI_SMTP_URL     smtp://user:password@host:25, smtp+tls:// (STARTTLS) or smtp+ssl://; unset: there is no e-mail
WOBANGNI_MAIL_FROM    the sender, such as 我帮你 <notice@example.gov.cn>
"""
