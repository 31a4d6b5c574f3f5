"""A robot in a unit's DingTalk (钉钉) chat. Settings: ``webhook`` (https://oapi.dingtalk.com/robot/send?access_token=…) and ``secret`` (加签, SEC…), both secrets."""
