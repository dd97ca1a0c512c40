/** Work, software, travel, sport, animals, the house, looks and money, in a second helping. */
export const MORE = `
同事|员工|队友|团队|成员|组员|添加成员|加进来|colleague|colleagues|coworker|teammate|team|team member|staff member|add another user|user to|workspace
带朋友|带人|带同事|来宾|访客|guest|guests|visitor|visitors|plus one|come with me|friend come
一个人|自己来|单独|alone|by myself|on my own|solo
年龄限制|未成年|青少年|成年|岁能|多大可以|minimum age|teenager|teenagers|underage|years old|year old|adult only|under 18
专业版|高级版|付费版|企业版|套餐|方案|版本|plan|plans|pro|pro version|professional version|premium|paid version|subscription plan|tier
免费版|不付费|基础版|free plan|free version|without paying|free tier|basic plan
数据|记录|表格|excel|csv|data|records|spreadsheet|my data
导出|下载下来|get my data|export|csv|excel|take out
文件|文档|附件|资料夹|file|files|document|documents|folder|attachment
误删|删了|找回|恢复|回收站|restore|recover|get back|undelete|trash|recycle bin|by accident|removed
离线|断网|没有网络|没网|没信号|飞机上|offline|without internet|no internet|no signal|no connection|airplane mode
慢|很卡|卡|转圈|加载不出|反应慢|slow|laggy|sluggish|forever to load|takes forever|loading
出错|错误|bug|故障|异常|问题反馈|bug report|error|errors|issue|problem|malfunction|glitch|goes wrong
反馈|建议|意见|跟谁说|提交给谁|feedback|suggestion|suggest|tell you|report it|report an issue|let you know
深色|夜间模式|主题|界面|dark mode|theme|appearance|layout
快捷键|功能|设置|选项|feature|features|function|settings|option|preferences
浏览器|谷歌|电脑版|网页版|browser|chrome|safari|web version
企业微信|企微|钉钉|飞书|单点登录|wecom|dingtalk|lark|single sign-on|sso|slack
接口|api|开发者|对接|集成|api|developer|integration|integrate|webhook
空间|容量|存储空间|项目|storage space|quota|projects|project|gigabytes
翻译成|多语言|切换语言|language setting|translate
锁|柜子|钥匙柜|储物|锁柜|lock|padlock|locker|lockers|cabinet|leave my bag|store my bag
洗澡|冲凉|冲澡|淋浴|shower|showers|wash up
毛巾|towel|towels
练|锻炼|健身|训练|器械|跑步机|健身房|train|gym|work out|workout|treadmill|fitness|weights|machines
教练|私教|coach|trainer|personal training|personal trainer|pt session
团课|瑜伽课|动感单车|课表|group class|spin class|spinning|yoga class|zumba|classes
蛋白粉|营养|补剂|protein|nutrition|supplement|supplements|dietician
难度|强度|新手能|没爬过|体力|never|difficulty|difficult|how hard|intensity|tough|strenuous|never done|beginner friendly
爬山|徒步|登山|路线|户外|hike|hikes|hiking|walk|trail|route|mountain|outdoor|climb
装备|登山杖|穿什么|带什么|准备什么|要带|背什么|gear|packing|pack|packing list|what to bring|what should i wear|kit|shoes|boots|poles
下雨|有雨|雨|天气|天气不好|刮风|暴雨|rain|rains|rainy|weather|forecast|storm|wind
集合|集合地点|上车|大巴|出发地|碰面|meet|meeting point|bus leave|leave from|assemble|departure point
出发|启程|动身|depart|set off|leave at|start of the trip
领队|导游|带队|leader|guide|tour guide|organizer
露营|帐篷|睡袋|camp|camping|tent|sleeping bag
自驾|拼车|顺风车|carpool|car pool|ride share|lift
签证|入境|海关|边防证|visa|customs|immigration|border permit
行程取消|退团|退出活动|临时有事|有事不能|突然有事|drop out|pull out|back out|something came up|can't come|cannot come|cannot attend
扣多少|手续费|违约金|扣钱|deduct|deduction|cancellation fee|penalty|handling fee
包含|包括|含不含|已含|include|includes|included|covered by|part of the price
意外|事故|出了意外|accident|accidents|emergency|injured during
小狗|幼犬|狗狗|泰迪|金毛|puppy|puppies|dog|golden retriever|poodle
猫粮|狗粮|粮食|kibble|cat food|dog food|pet food
猫|小猫|猫咪|流浪猫|cat|cats|kitten|stray|strays
领养|收养|给它一个家|adopt|adoption|give a home|give a stray|rehome|foster
走丢|跑丢|不见了|走失|丢失宠物|missing|went missing|gone missing|ran away|didn't come home|lost my dog|lost my cat
寄养|托管|放你们那|代养|boarding|board|look after|take care of|pet sitting|kennel|while we are away|while i'm away
美容|洗个澡|剪毛|造型|grooming|groom|haircut|washing|trim|nail trim
打针|第一针|首针|幼犬疫苗|first shots|first jab|first vaccination|injections
保存|放哪里|开封|保鲜|冷藏|放多久|store|storage|keep fresh|opened|refrigerate|shelf life
拆封|包装完好|未使用|unopened|sealed|unused|original packaging
大了|小了|太小|太大|不合身|too small|too big|too large|doesn't fit|wrong size
暂停|停卡|冻结|停课|挂起|pause|freeze|hold|put on hold|suspend
出差|出国一段|旅行期间|business trip|while i travel|away for
出租|租金|房租|合租|rent|rental|landlord|lease|deposit for the flat
物业费|水电|水费|电费|燃气|utility|utilities|electricity|water bill|gas bill|management fee
装修|家具|家电|renovation|furniture|appliance
保洁|家政|钟点工|阿姨|cleaner|cleaning service|housekeeping|maid
皮肤护理|护肤|化妆|口红|面膜|makeup|skincare|skin care|lipstick|mask
理发|剪发|烫发|染发|haircut|hairdresser|perm|dye
美甲|按摩|spa|足疗|manicure|massage|nails
贷款|利息|利率|信用|loan|interest|mortgage|credit score
理财|投资|收益|invest|investment|returns on|profit
汇率|美元|人民币|外币|currency|dollars|exchange rate|usd|euros
税|报税|tax|taxes
银行|银行卡|转账|汇款|bank|bank transfer|wire|transfer money
律师|法律|起诉|lawyer|legal|sue
品牌|牌子|哪个好|推荐一款|brand|brands|recommend|which one is best|recommendation
创始人|老板|谁创办|founder|founded|owner|ceo
工资|薪水|面试|简历|salary|interview|resume|cv
生日快乐|恭喜|祝贺|happy birthday|congratulations|congrats
好美|好帅|太逗|可爱|漂亮|amazing|beautiful|adorable|cute|awesome|handsome
`
