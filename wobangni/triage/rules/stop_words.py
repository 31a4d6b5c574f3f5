"""Words that occur in every kind of request and tell none apart. Dropped from raw text; text that was segmented elsewhere mostly comes without them."""

from __future__ import annotations

_WORDS = """
    的 了 在 是 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 他 她 它 们 我们 你们 他们 咱们 大家 那 这个 那个 这些 那些
    这样 那样 这里 那里 什么 怎么 怎样 为什么 哪里 哪个 谁 多少 几 吗 呢 吧 啊 呀 哦 嘛 而 而且 但 但是 却 可 可是 可以 不过 然而 因为 因此 所以 由于
    如果 要是 假如 虽然 尽管 即使 只要 只有 只是 除了 无论 不管 还 还是 还有 或 或者 以及 与 及 跟 同 给 被 把 将 让 使 向 对 对于 关于 从 自 由 于
    为 为了 以 以便 按 按照 根据 通过 经过 随着 等 等等 之 其 其中 其他 其它 此 该 各 每 某 本 某些 有些 一些 一样 一直 一定 已 已经 曾 曾经 正 正在
    才 刚 刚刚 再 又 更 最 太 非常 特别 十分 比较 越 越来越 能 能够 应 应该 应当 必须 需 得 地 过 来 上面 下面 里 里面 中 内 外 前 后 之前 之后 以前
    以后 时 时候 当 当时 现在 目前 不是 就是 不能 不要 不会 不到 没 无 非 别 便 则 即 并 并且 且 既 又是 也是 都是 如 如何 如此 例如 比如 至 至今
    到底 究竟 其实 甚至 尤其 只 仅 仅仅 几乎 大概 可能 也许 或许 于是 然后 接着 最后 首先 其次 总之 个 位 次 种 些 点 下 年 月 日
"""

STOP_WORDS = frozenset(_WORDS.split())
