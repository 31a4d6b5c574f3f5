"""What ``wobangni demo`` prints when it is up: where to look, and whom to be."""

from __future__ import annotations

from wobangni.kernel.actors import Role
from wobangni.surfaces.cli.demo.people import PASSWORD, PEOPLE, RESIDENT_PHONE

ROLES = {
    Role.CLERK: "受理员 clerk",
    Role.DISPATCHER: "派单员 dispatcher",
    Role.HANDLER: "承办人 handler",
    Role.GRID_WORKER: "网格员 grid worker",
    Role.REVIEWER: "审核员 reviewer",
    Role.CALLER: "回访员 callback caller",
    Role.SUPERVISOR: "督办员 supervisor",
    Role.COUNTY_ADMIN: "旗县管理员 county administrator",
    Role.REGION_OBSERVER: "自治区观察员 region observer",
}


def welcome(port: int) -> str:
    """The whole text, in both languages at once: whoever stands beside the screen can read it."""
    base = f"http://localhost:{port}"
    lines = [
        "",
        "我帮你 已启动(演示)  ·  wobangni is running (demo)",
        "",
        f"  居民  residents      {base}/",
        f"  工作台  staff desk    {base}/console/",
        f"  短信  text messages   {base}/demo/sms/",
        f"  旗县App示例 county app  {base}/demo/app/",
        f"  接口  API             {base}/api/v1/docs",
        "",
        f"  登录 sign-ins (密码 password: {PASSWORD})",
    ]
    for person in PEOPLE:
        place = f" · {person.county}" if person.county else ""
        lines.append(f"    {person.username:<17} {ROLES[person.role]}{place}  {person.name}")
    lines += [
        "",
        f"  居民 resident  手机号 phone {RESIDENT_PHONE} · 其其格 (验证码见短信页 · the code is on the page of text messages)",
    ]
    lines += ["", "  Ctrl-C 停止,数据保留  ·  Ctrl-C stops it; the data is kept", ""]
    return "\n".join(lines)
