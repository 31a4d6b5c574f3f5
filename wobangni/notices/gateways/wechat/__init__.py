"""Template messages (模板消息) of a county's WeChat official account.

Settings: ``appid``, ``secret``, ``template_id``, ``fields`` (the template's keyword → what stands there: {title}, {text}, {code}, {unit}, {date}, {time}),
``api`` (default https://api.weixin.qq.com). A person's address is their openid with this account.
"""
