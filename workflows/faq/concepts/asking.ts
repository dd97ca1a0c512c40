/** How something is asked, and what is said without asking anything. For the form of the lines see ../concepts.ts. */
export const ASKING = `
?什么时候|何时|几时|啥时候|几点|几号|哪天|哪一天|哪日|日期|什么时间|when|what time|what date|what day|which day|date
?哪里|哪儿|在哪|哪个地方|什么地方|何处|到哪|去哪|从哪|where|whereabouts|which place
?谁|哪位|哪个人|找谁|who|whom|whose|which person
?多久|多长时间|多长|几天|几周|几个月|多少天|几个小时|一共几|how long|how many days|how many weeks|how many hours|total length|duration|lasts
?为什么|为啥|怎么回事|什么原因|凭什么|why|how come|for what reason
?多少钱|什么价|几块钱|几元|贵不贵|how much|what price
?多少个|几个|几次|几张|几位|多少人|多少次|how many|how often
?区别|差别|不同|哪个好|对比|比较|difference|differ|compare|versus|better than
?多大|几岁|几个月大|年龄|岁数|月龄|how old|what age|age|aged
?有效期|截止|期限|deadline|due|cut-off|last day
-谢谢|多谢|感谢|谢了|辛苦了|thanks|thank you|thx|cheers|much appreciated
-哈哈|哈哈哈|嘻嘻|呵呵|笑死|lol|haha|hahaha|lmao|rofl
-早上好|晚安|午安|晚上好|大家好|good morning|good night|good evening|goodnight|hello everyone
-收到|明白了|知道了|好的呀|got it|understood|noted|i see
-天气|下雨|降温|下雪|气温|台风|weather|rain|raining|snow|snowing|sunny|forecast
-笑话|写诗|唱歌|讲故事|joke|poem|sing
-机器人|人工智能|真人吗|bot|robot|chatbot|human or
-股票|基金|房价|彩票|比特币|stock market|bitcoin|lottery|house prices
-电影|电视剧|追剧|综艺|movie|film|series|netflix
-足球|篮球|球赛|比赛谁赢|football|basketball|match tonight|who won
`
