/** Family, health, sport, animals, and what people feel. */
export const LIVING = `
宝宝|孩子|小孩|小朋友|儿童|娃|婴儿|幼儿|儿子|女儿|新生儿|baby|babies|child|children|kid|kids|son|daughter|toddler|infant|newborn|little one
妈妈|宝妈|母亲|孕妇|孕期|mum|mums|mom|moms|mother|mothers|mummy|pregnant|pregnancy
爸爸|家长|父母|大人|监护人|dad|father|parent|parents|guardian|adult|grown-up
老人|长辈|爷爷|奶奶|老年|elderly|senior|seniors|grandparents|grandma|grandpa|older people
老公|老婆|家人|家属|亲友|伴侣|husband|wife|spouse|partner|family|relatives
朋友|好友|闺蜜|伙伴|friend|friends|buddy|companion
疫苗|打针|预防针|接种|vaccine|vaccines|vaccination|vaccinated|shots|jab|immunisation|immunization
发烧|发热|体温|高烧|fever|temperature|feverish|running a temperature
生病|不舒服|感冒|咳嗽|拉肚子|ill|sick|unwell|cold|cough|flu|diarrhoea|diarrhea
湿疹|红疹|皮肤|过敏|疹子|eczema|rash|skin|allergy|allergic
医生|儿科|医院|大夫|问诊|挂号|看病|doctor|doctors|pediatrician|paediatrician|hospital|clinic|physician|gp
药|吃药|药膏|用药|medicine|medication|drug|pill|ointment|cream
受伤|扭伤|疼|痛|拉伤|injury|injured|hurt|pain|ache|sprain|sore
辅食|米粉|添加辅食|断奶|solids|solid food|puree|weaning|first foods|complementary food
奶粉|配方奶|转奶|奶|喝奶|formula|milk powder|milk|infant formula
母乳|哺乳|喂奶|吸奶|breastfeed|breastfeeding|nursing|breast milk|lactation
睡觉|睡眠|睡整觉|夜醒|入睡|醒|哄睡|sleep|sleeping|asleep|wake|wakes|waking|bedtime|nap|naps|睡不了|睡不着|不睡
尿布|纸尿裤|尿不湿|拉屎|便便|如厕|diaper|diapers|nappy|nappies|poo|potty
挑食|偏食|不爱吃|不吃|厌食|picky|fussy|refuses to eat|refuse|won't eat|eater|eating habits|挑嘴|挑得很|refuses|refuse
走路|说话|发育|身高|长高|体重|walk|walking|talking|development|growth|height|crawl|milestones
早教|早教班|亲子课|亲子|启蒙|early learning|early education|early years|parent-child|parent and child
幼儿园|托班|入园|小学|学校|kindergarten|nursery|daycare|preschool|school
绘画|画画|音乐|钢琴|舞蹈|书法|painting|drawing|music|piano|dance|dancing|calligraphy|art
读书|阅读|读书会|书友|read|reading|book club
运动|健身|锻炼|健身房|workout|gym|fitness|exercise|work out
私教|团课|教练课|personal trainer|personal training|group class
瑜伽|普拉提|游泳|泳池|yoga|pilates|swim|swimming|pool
跑步|马拉松|骑行|徒步|爬山|run|running|marathon|cycling|hike|hiking|trail
减肥|减脂|瘦身|lose weight|weight loss|diet|slim|fat
体测|身体测试|体检|测量|body test|body composition|check-up|medical check|screening
淋浴|洗澡|更衣室|储物柜|shower|showers|changing room|locker room|lockers
喂|喂食|狗粮|猫粮|吃什么粮|feed|feeding|pet food|dog food|cat food|kibble
绝育|驱虫|美容|寄养|遛|neuter|spay|deworm|worming|grooming|boarding|kennel|walk the dog
领养|收养|adopt|adoption|rehome
害怕|焦虑|压力|情绪|心理|afraid|anxious|anxiety|stress|stressed|mood|mental|psychologist
安全|危险|安不安全|safe|safety|dangerous|danger|secure|risk
适合|合适|能不能用|适用|suitable|suit|right for|appropriate|fit for|good for|too young|too old|old enough
难|太难|跟不上|跟得上|听不懂|看不懂|difficult|hard|too hard|follow|keep up|don't understand|cannot follow|confusing
忙|没时间|没空|加班|busy|no time|too busy|short of time
正常吗|正常|是不是正常|normal|usual|ordinary
规则|规定|守则|可不可以发|能发|允许|禁止|不让|许可|rule|rules|allowed|allow|permitted|permit|may i|forbidden|prohibited|guidelines
广告|推广|引流|发链接|advert|advertise|ads|promote|spam
志愿者|义工|volunteer|volunteers|volunteering
管理员|群主|版主|小助手|admin|admins|administrator|moderator|group owner|organiser|organizer|assistant
名额|人数|满了|限额|上限|最多|places|spots|limit|maximum|max|full|capacity|how many people
要求|条件|资格|门槛|需要满足|满足什么|requirement|requirements|condition|eligible|eligibility|qualify|criteria|what do i have to do
时间表|课表|日程|安排|排期|timetable|schedule|agenda|calendar|plan
每周|每天|每月|一周|per week|weekly|every week|daily|per day|monthly|each week
下一期|下个月|下次|下周|next|next month|next time|upcoming|following
开始|开课|开营|启动|start|starts|begin|begins|beginning|commence|kick off
结束|完结|截止|散场|end|ends|finish|finishes|over
`
