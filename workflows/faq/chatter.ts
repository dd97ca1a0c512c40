const CHATTER =
  /谢谢|多谢|感谢|谢了|辛苦了|哈哈|嘻嘻|呵呵|笑死|早上好|晚安|午安|晚上好|大家好|收到|明白了|知道了|好的呀|天气|下雨|降温|下雪|气温|台风|笑话|写诗|唱歌|讲故事|股票|基金|房价|彩票|比特币|电影|电视剧|追剧|综艺|足球|篮球|球赛|\b(?:thanks|thank you|thx|cheers|much appreciated|lol|haha|hahaha|lmao|rofl|good (?:morning|night|evening)|goodnight|hello everyone|got it|understood|noted|i see|weather|rain|raining|snow|snowing|sunny|forecast|joke|poem|sing|stock market|bitcoin|lottery|house prices|movie|film|series|netflix|football|basketball|match tonight|who won)\b/iu

/** Signs that something is asked or wished for. */
const ASKS =
  /[?？吗呢么]|怎|如何|什么|哪|几|多少|多久|多大|多长|能|可以|是否|有没有|谁|为啥|请问|\b(?:what|how|when|where|who|why|which|can|could|do|does|did|is|are|may|will|would|should|any|i'd like|i want|i need|please|help)\b/iu

/** Thanks, greetings and talk of the weather, in which nothing is asked. */
export function isChatter(text: string): boolean {
  const plain = text.normalize('NFKC')
  return CHATTER.test(plain) && !ASKS.test(plain)
}
