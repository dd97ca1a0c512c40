import { ASKING } from './concepts/asking.ts'
import { DOING } from './concepts/doing.ts'
import { LIVING } from './concepts/living.ts'
import { MORE } from './concepts/more.ts'
import { PLACES } from './concepts/places.ts'
import { THINGS } from './concepts/things.ts'

/**
 * Ways to say the same, in both languages: one line a concept, its words parted by `|`; a line that begins with `!`
 * says that something is not as it should be, and one with `?` says how it is asked. What members of communities ask
 * about is here; an operator adds the words of their own. Longer words are looked for first.
 */
const LINES = `
退款|退钱|退费|退回来|把钱退|钱退|退还|返还|refund|money back|reimburse|get my money|give me back|refunded|return my money
退货|退换货|退回商品|return an item|return item|send back|send it back|send something back|returns|return goods
换货|更换|调换|换一个|换成|exchange|swap|replacement|replace
取消|撤销|撤回|退名额|去不了|withdraw|can't make it|不想要了|不要了|cancel|call off|cancelled|cancellation|undo
订单|单子|下单|order|orders|purchase|purchased
发货|寄出|寄出来|送出|ship|shipped|dispatch|sent out
物流|快递|配送|运送|送货|包裹|派送|送到|送达|到货|到手|收到货|delivery|deliver|parcel|package|courier|shipping|shipment|arrive|tracking|track
运费|邮费|快递费|配送费|包邮|shipping cost|shipping fee|delivery fee|postage|delivery charge|shipping free|free shipping|free delivery
地址|收货地|搬家|address
付款|支付|付钱|交钱|缴费|结账|付不了款|付不了|刷卡|花钱|怎么付|pay|payment|checkout|check out|paying|charged|charge
支付宝|微信支付|微信付款|花呗|信用卡|银行卡|付款方式|支付方式|alipay|wechat pay|credit card|debit card|by card|payment method|payment methods|apple pay|paypal|cash
分期|分期付款|分几个月|按月付|split over|split the|split payment|installment|instalment|installments|instalments|pay over time|pay monthly
发票|开票|收据|invoice|receipt|tax invoice|vat
价格|多少钱|费用|价钱|收费|要钱吗|要钱|需要交钱|有偿|什么价|贵不贵|几块钱|have to pay|price|cost|how much|fee|fees|pricing|expensive
优惠|折扣|打折|便宜|特价|减价|discount|sale|cheaper|deal|deals|promotion|promo
优惠券|代金券|券|红包|优惠码|兑换码|折扣码|coupon|voucher|promo code|discount code|coupon code|gift code
积分|点数|分数|points|point|score
等级|级别|升级|层级|金卡|银卡|高级会员|升到|tier|level|upgrade|rank|gold member|gold|tiers
会员|会籍|会员卡|入会费|会员费|membership|member|members|subscription
注册|开通|开户|加入|入会|成为会员|成为你们的会员|sign up|register|registration|join|joining|create an account|open an account|enrol|enroll|become
注销|销号|删除账号|删除账户|退出会员|删号|remove my profile|delete my account|close my account|remove my account|deactivate|delete account|close account|delete profile
账号|账户|帐号|用户|account|profile
登录|登陆|登入|进不去|上不去|access my account|get in|login|log in|sign in|logging in|signing in|signed in|logged in
密码|口令|password|passcode|passphrase
忘记|忘了|想不起|记不得|找回|重置|forgot|forgotten|reset|recover|cannot remember|can't remember|don't remember|remember
验证码|短信码|校验码|verification code|security code|otp|sms code|confirmation code|one-time code
手机号|手机号码|电话号码|号码|换号|换绑|phone number|mobile number|cell number|new mobile|phone linked
邮箱|电子邮件|邮件|email|e-mail|mail|mailbox|inbox
客服|人工|转人工|真人|工作人员|an agent|support|customer service|human|real person|agent|representative|someone|staff|helpdesk|talk to
联系|找到你们|打给|contact|reach|call you|get in touch|speak
营业时间|上班时间|工作时间|服务时间|几点开门|几点关门|几点上班|几点下班|几点到几点|上班|下班|还在吗|周末|weekend|weekends|are you available|开门|关门|营业|opening hours|open|close|business hours|hours|working hours
位置|怎么走|怎么去|门店|店铺|线下店|实体店|你们店|到店|store|shop|location|located|directions|find you|physical store
停车|车位|泊车|parking|park|car park
隐私|个人信息|个人数据|数据|收集哪些信息|收集信息|收集我|privacy|personal data|personal information|data|information about me
安全|secure|security|safe|safety
被盗|盗号|盗了|盗了我的号|黑了|别人登录|是不是被人用了|somebody else is using|someone is using|stole|hacked|stolen|compromised|someone else is using
两步验证|双重验证|二次验证|two-factor|two factor|2fa|two-step
退订|取消订阅|不想收到|别发|不再接收|屏蔽|停止推送|关闭通知|unsubscribe|stop sending|opt out|no more messages|mute|turn off
通知|提醒|消息|推送|notification|notifications|reminder|reminders|alert|alerts|messages
自动续费|自动扣款|自动续订|自动续|续费|续期|又扣了|扣了我|扣款|automatically|automatic renewal|auto-renew|auto renew|renew|renewal|automatically charged|renewed|auto renewal
活动|沙龙|聚会|讲座|线下活动|event|events|meetup|gathering|workshop
报名|参加|预约|预订|订位|名额|rsvp|sign up for|register for|seat|attend|book|booking|reserve|reservation|take part|participate|participation
签到|打卡|漏签|断签|补签|check in|check-in|checkin|sign-in sheet
邀请|推荐|拉人|拉新|介绍|带朋友|邀请码|推荐人|邀请人|refer someone|bringing friends|refer|referral|invite|invitation|recommend|bring a friend|bringing
朋友|好友|friend|friends|buddy
奖励|奖品|礼物|礼品|赠品|好处|earn per|reward|rewards|prize|gift|gifts|bonus|freebie
兑换|换取|换东西|换礼品|抵现|抵扣|可以用来|good for|redeem|redemption|exchange points|trade in|spend|use my points
过期|失效|到期|有效期|作废|清零|还在吗|expire|expiry|expires|expiration|valid|run out|out of date|validity
质量|坏了|坏的|压坏|破损|损坏|瑕疵|质量问题|came broken|damaged|defective|faulty|not working|quality|arrived broken
保修|维修|修理|质保|售后|warranty|repair|guarantee|fix
尺码|尺寸|大小|码数|多大码|穿什么号|穿多大|身高|尺码表|run small|run large|size|sizes|sizing|measurements
颜色|色号|color|colour|colors|colours
库存|到货|可以买|有货|缺货|断货|没货|补货|售罄|卖完|stock|available again|in stock|out of stock|available again|sold out|restock|restocked
课程|上课|教程|课|course|courses|class|classes|lesson|lessons|tutorial
老师|讲师|教练|导师|teacher|coach|instructor|tutor|mentor
证书|结业证|证明|学习证明|proof|certificate|certification|diploma
回放|录播|重播|录像|回看|错过直播|missed the livestream|missed the live|missed the event|replay|recording|recordings|recorded|watch later|rewatch
直播|在线直播|live|livestream|live stream|broadcast
群|群聊|社群|微信群|group|group chat|community|chat group
群规|规则|规定|守则|不能发|不可以发|not allowed|rules|guidelines|code of conduct|policy|allowed
广告|推广|宣传|打广告|发链接|post my shop|my shop's link|my business|advert|advertise|advertising|ads|self-promotion|promote|spam
举报|投诉|骗子|骂人|违规|骚扰|harass|harassing|harassment|abuse|abusive|scammer|report|complain|complaint
禁言|封号|被封|解封|拉黑|踢出|发不了言|不能发言|unblocked|banned|ban|blocked|suspended|kicked|muted
昵称|名字|改名|用户名|nickname|username|name|display name
头像|照片|avatar|picture|photo|profile picture
修改|更改|改|变更|换绑|更新|change|update|edit|modify|amend|switch|new
绑定|关联|连接|link|connect|bind|connected|linking
下载|安装|download|install|installation
应用|软件|客户端|小程序|app|application|mini program|software
语言|中文|英文|language|chinese|english|translate
国外|海外|境外|国际|出国|overseas|abroad|international|internationally|foreign|other countries|worldwide|outside the country
志愿者|义工|volunteer|volunteering|help out
合作|商务|合伙|赞助|cooperate|cooperation|partner|partnership|collaborate|collaboration|sponsor|business inquiry
招聘|工作机会|应聘|入职|job|jobs|career|careers|hiring|vacancy|vacancies
学生|student|students
企业|公司|团体|团购|批量|company|corporate|bulk|team|teams|wholesale|business account|organisation|organization
试用|体验|免费体验|trial|try|free trial|try out|try before
免费|不要钱|不花钱|free|free of charge|at no cost|for nothing
转让|转给|过户|给别人|transfer|give away|pass on|someone else|another person
?多久|多长时间|几天|什么时候|何时|几时|啥时候|多少天|几年|期限|how long|when|how soon|how many days|what time|how quickly|how fast
多少|几个|几次|上限|最多|限额|限制|how many|limit|maximum|at most|max
?为什么|为啥|怎么回事|原因|why|reason|how come|how come it
获得|赚|攒|得到积分|有积分|加积分|从哪里来|earn|collect|gain|gives me|earn points
权益|特权|享受|福利|好处有|benefit|benefits|perk|perks|advantage|advantages|privilege
补签|补打卡|怎么补|补一下|补上|断签|漏签|make up|past day|yesterday|forgot to check in|streak|missed a check-in
满员|满了|候补|没抢到|排队|waiting list|waitlist|full|no seats|no seat
条件|要求|门槛|怎么算|requirement|requirements|calculated|criteria|need to become
!收不到|没收到|没有收到|没有到账|没到账|未到账|没有给|没给|没加|没看到|少了|怎么没发|没发|一直没来|收到不了|missing|got no|haven't been|not been added|not received|haven't received|didn't get|didn't receive|never got|not getting|never arrived|hasn't arrived|not arrived|haven't got|did not receive|doesn't arrive|not come
!不能|无法|不了|没法|不行|失败|报错|打不开|用不了|cannot|can't|unable|failed|fails|fail|error|won't|doesn't work|does not work|not able|declined|rejected
`

/** How terms begin that say that something is amiss. */
export const AMISS = 'px'
/** The same for what only says how something is asked. */
export const MANNER = 'qx'
const KINDS: Readonly<Record<string, string>> = { '!': AMISS, '?': MANNER }

/** Each word of a concept, with the term that stands for it. */
export function conceptWords(own: readonly (readonly string[])[]): [word: string, term: string][] {
  const lines = [LINES, ASKING, DOING, LIVING, MORE, PLACES, THINGS]
    .flatMap((text) => text.trim().split('\n'))
    .filter((line) => !line.startsWith('-'))
    .map((line) => ({ kind: KINDS[line.charAt(0)] ?? 'cx', words: line.replace(/^[!?]/, '').split('|') }))
  return [lines, own.map((words) => ({ kind: 'ox', words }))].flatMap((all) =>
    all.flatMap(({ kind, words }, i) => words.map((word): [string, string] => [word, `${kind}${i}`])),
  )
}
