/** Goods, money, media and devices. */
export const THINGS = `
作业|功课|练习题|课后题|homework|assignment|assignments|coursework|exercise
课件|讲义|资料|教材|课本|幻灯片|ppt|文档|slides|slide deck|deck|handout|handouts|material|materials|textbook|notes|worksheet
回放|录播|录像|重播|回看|录音|录屏|补看|replay|recording|recorded|recordings|playback|video of|rewatch|catch-up video|see it later|watch it later|watch later
直播|直播课|线上课|网课|live|livestream|live class|webinar|online class|broadcast|stream|直播没看|a live class|live class
字幕|翻译|双语|subtitle|subtitles|caption|captions|translation|bilingual
视频|影片|短片|video|videos|clip
证书|毕业证|结业证|文凭|学历|证明|certificate|diploma|certification|accredited|accreditation|credential|proof that|proof of
课程|课|训练营|上课|开课|开营|学习班|course|class|classes|lesson|lessons|programme|program|bootcamp|training camp|cohort|intake|batch|session
课时|节课|剩余课|课包|class hours|sessions left|remaining classes|lesson pack
老师|讲师|教练|导师|助教|班主任|教员|teacher|lecturer|coach|instructor|tutor|mentor|teaching assistant|trainer
学生|学员|同学|新生|student|students|learner|trainee|classmate
零基础|小白|新手|没学过|初学|入门|初级|没基础|beginner|beginners|newbie|novice|from scratch|no experience|prior experience|prior knowledge|new to|starter
进阶|高级|高阶|提高班|advanced|intermediate|higher level
发票|开票|收据|小票|专票|抬头|fapiao|invoice|receipt|tax receipt|vat
押金|保证金|定金|订金|deposit|down payment|bond
学费|课费|费用|收费|价格|价钱|多少钱|花费|tuition|fee|fees|price|cost|charge|pricing|how much|expensive
免费|不收费|不要钱|不花钱|要钱吗|收钱|要交钱|加钱|free|free of charge|for nothing|at no cost|complimentary|have to pay|extra charge|costs extra
优惠|折扣|打折|便宜|特价|活动价|早鸟|discount|sale|deal|promotion|promo|cheaper|early bird|special offer|bargain|pay less|reduced price
代金券|优惠券|券|红包|抵用券|团购券|礼券|卡券|voucher|vouchers|coupon|coupons|gift card|gift certificate|promo code
积分|分数|点数|金币|points|point|credits|coins|积分能
礼物|礼品|赠品|奖品|奖励|礼盒|gift|gifts|present|prize|reward|rewards|freebie
兑换|兑|换取|能换|exchange|redeem|swap for|trade for|redemption|cash in
会员|会员卡|vip|年卡|月卡|季卡|次卡|membership|member|members|annual pass|monthly pass|season ticket|pass
订单|单号|order|orders|order number
快递|物流|包裹|运单|parcel|package|courier|shipping|shipment|tracking
运费|邮费|配送费|shipping fee|delivery fee|postage|delivery charge
尺码|尺寸|大小|size|sizes|sizing|fit|measurements
颜色|款式|colour|color|style|model
质量|材质|面料|成分|quality|material made|fabric|ingredients|made of
库存|有货|缺货|补货|断货|stock|in stock|out of stock|sold out|restock|available
烂|烂了|坏了|变质|发霉|不新鲜|腐烂|馊|过期食品|rotten|spoiled|spoilt|mouldy|moldy|gone bad|not fresh|bad fruit|stale
破损|碎了|裂|损坏|压坏|漏了|瑕疵|damaged|broken|cracked|defective|faulty|leaking|smashed|torn
少发|漏发|缺件|少了一|少给|missing item|missing part|incomplete|short of one
发错|送错|拿错|wrong item|wrong order|wrong size|incorrect item
保修|质保|售后|warranty|guarantee|after-sales
手机|电话机|平板|ipad|苹果手机|安卓|phone|mobile|smartphone|tablet|iphone|android
电脑|笔记本电脑|台式机|computer|laptop|desktop|pc|mac
充电|充电器|电池|电量|没电|charge the|charger|charging|battery|power bank
网络|无线网|断网|上网|wifi|wi-fi|wireless|internet|network|hotspot
软件|应用|客户端|小程序|公众号|网站|网页|app|application|software|mini program|website|site|official account|web page
账号|帐号|账户|用户名|登录|登陆|account|login|log in|sign in|username
密码|口令|password|passcode|pin
手机号|号码|电话号|换号|phone number|mobile number|telephone number
邮箱|邮件|email|e-mail|mailbox
微信|微信号|加微信|wechat|wechat id
群|群聊|社群|微信群|交流群|群里|group|chat group|group chat|community|chat
链接|网址|入口|地址栏|link|url|web address
照片|图片|拍照|相片|合影|正脸|photo|photos|picture|pictures|pic|image|photograph
隐私|个人信息|肖像|privacy|personal data|personal information
闪退|卡顿|死机|打不开|报错|加载不|黑屏|crash|crashes|frozen|freezes|lag|error|not loading|won't open|blank screen|stuck
声音|没声音|听不到|音量|麦克风|sound|audio|volume|hear|microphone|mute
语言|英语|英文|中文|法语|外语|language|english|chinese|french|foreign language
书|绘本|图书|借书|教辅|book|books|picture book|library|ebook
玩具|积木|toy|toys
衣服|鞋|服装|穿什么|着装|装备|clothes|clothing|shoes|wear|outfit|dress code|gear|equipment
毛巾|浴巾|拖鞋|towel|towels|slippers
车|婴儿车|推车|自行车|电动车|汽车|stroller|pram|buggy|bicycle|bike|scooter|car
行李|箱子|背包|luggage|baggage|suitcase|bag|backpack
钥匙|门禁|门卡|key|keys|access card|door code|key card
护照|身份证|证件|签证|passport|id card|identity card|visa|documents|identification
票|门票|入场券|电子票|ticket|tickets|admission|entry ticket
保险|意外险|insurance|insured|coverage|policy cover
`
