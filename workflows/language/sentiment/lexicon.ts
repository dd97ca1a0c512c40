/** Words by how they speak of something, from -3 (rage) to 3 (delight); 0 for words that only look like one. */
export type Lexicon = ReadonlyMap<string, number>

const ENGLISH: Record<string, string> = {
  '3': 'amazing awesome excellent outstanding perfect superb fantastic wonderful brilliant love adore flawless',
  '2': `great good happy glad delight thank thanks recommend helpful enjoy pleased impressive nice best beautiful friendly
    reliable smooth appreciate grateful satisfied excited fun win cool lovely easy fast kudos`,
  '1': 'fine ok okay better improve improved useful clear solved works working worth like interesting yes well quick fair safe',
  '-1': `slow late problem issue bug expensive difficult confusing unclear missing lost delay wait waiting worse sorry tired
    complicated cancel cold dirty old wrong mess lag laggy glitch unfair weird noise noisy down pricey`,
  '-2': `bad poor sad angry annoy annoying upset disappoint disappointing broken fail failure error hate complain complaint
    refund rude useless unhappy unacceptable ridiculous stupid crash ugly boring frustrate frustrating unreliable fraud fake ignore
    ignored lousy nonsense shame buggy cheat lie misleading damage damaged waste unprofessional dissatisfied`,
  '-3': `terrible horrible awful worst disgusting scam scammer garbage trash furious outrageous pathetic disaster
    nightmare sue lawsuit crap shit bullshit damn hell unbearable disgrace atrocious`,
}

const CHINESE: Record<string, string> = {
  '3': '太棒 超赞 完美 极好 优秀 卓越 惊艳 爱死 绝了 无敌 五星好评 爱了 神仙 满分',
  '2': `喜欢 满意 开心 高兴 感谢 谢谢 多谢 推荐 好用 好吃 好看 好玩 好评 不错 很棒 真棒 真好 超值 贴心 热情 专业 靠谱 放心 幸福 期待
    惊喜 给力 厉害 点赞 了不起 方便 舒服 耐心 周到 划算 受益 有帮助 有用 顺利 赞 棒 爱 牛 支持 信赖 感动 优质 精彩 回购 不赖 没毛病 无可挑剔 没得说 没话说 没的说 挑不出毛病`,
  '1': '好 可以 还行 挺好 清楚 清晰 快 便宜 实用 简单 解决了 恢复了 稳定 及时 实惠 值得 友好 流畅 帮助 整洁',
  '-1': `慢 贵 麻烦 问题 复杂 不便 延迟 等了 迟 难 冷淡 疑惑 无聊 遗憾 旧 少发 漏发 没收到 没人理 没有回复 没回复 没人回 排队
    超时 可惜 一般般 累 断线 卡顿 降价 缺货 误导 偏小 破损 取消`,
  '-2': `差 差劲 失望 生气 讨厌 糟 糟糕 难用 难吃 难看 投诉 举报 坑 坑人 退款 退钱 退货 骗 欺骗 假货 假的 崩溃 闪退 卡死 报错 坏了
    坏的 失败 错误 敷衍 态度恶劣 不耐烦 没意思 后悔 上当 烦 烦人 太过分 过分 不行 不像话 浪费 无语 郁闷 伤心 难过 差评 虚假 乱扣费
    乱收费 扯淡 坑爹 没用 忽悠 推卸 踢皮球 不怎么样 拉黑 吐槽 心寒 丢失 烂`,
  '-3': `垃圾 骗子 诈骗 恶心 愤怒 气死 可恶 无耻 维权 曝光 起诉 黑心 人渣 滚 最差 极差 傻逼 妈的 他妈 12315 消协 去死 恶劣 忍无可忍 骗钱
    一星 噩梦`,
  '0': `不但 不仅 不过 不管 不论 不同 不断 不久 不客气 不好意思 不得不 不一会 不止 差不多 差一点 差点 对不起 忍不住 好像 好久 你好 您好
    好友 爱好 好多 好几 好的 只好 正好 刚好 还好吗 好奇 好在 最好 可以吗 快递 快点 赶快 快要 尽快 最快 爱情 爱人 可爱 难道 难得 难免 牛奶
    牛肉 牛仔 迟早 累计 积累 支持吗 没关系 不知道 别人 特别 级别 个别 分别 区别 性别 无论 无线 未来 没错 请问 问题是 简单说 烂漫 烦请 麻烦您
    麻烦你 麻烦帮 请问问题 帮助中心 推荐码 推荐人 退款政策 退货政策 退款流程`,
}

const EMOJI: Record<string, string> = {
  '2': '😀 😃 😄 😁 😊 😍 🥰 😘 👍 ❤ 💖 🎉 👏 🙏 💯 🌹 😋 🤩',
  '-2': '😡 😠 🤬 👎 😤 😭 💔 😢 😞 😒 🙄 😩 🤮 💩 😣',
}

export const english: Lexicon = lexicon(ENGLISH)
export const chinese: Lexicon = lexicon(CHINESE)
export const emoji: Lexicon = lexicon(EMOJI)
export const CHINESE_CHARS_MAX = Math.max(...[...chinese.keys()].map((word) => word.length))

function lexicon(written: Record<string, string>): Lexicon {
  return new Map(
    Object.entries(written).flatMap(([weight, words]) =>
      words
        .trim()
        .split(/\s+/)
        .map((word) => [word, Number(weight)] as const),
    ),
  )
}
