"""A robot in a unit's WeCom (企业微信) chat. Settings: ``webhook`` (https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…), which is a secret."""
