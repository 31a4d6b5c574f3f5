"""Web push to a browser that has agreed (RFC 8030), sealed for it alone (RFC 8291), signed with the platform's own key (RFC 8292).

WOBANGNI_PUSH_CONTACT    mailto: or https: address of the operator, which push services ask for; unset: there is no web push
The key pair is made from WOBANGNI_VAULT_HASH_KEY, which stays the same for ever, so that browsers need not agree again.
"""
