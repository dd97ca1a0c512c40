/** Places, times, food, and getting somewhere. */
export const PLACES = `
营业时间|几点开门|几点关门|开门|关门|营业|开到几点|上班时间|开放时间|opening hours|open|close|closing|business hours|hours|opening time|opens|closes
周末|周六|周日|星期六|星期天|星期日|礼拜天|礼拜六|weekend|weekends|saturday|saturdays|sunday|sundays
工作日|周一|周二|周三|周四|周五|weekday|weekdays|monday|tuesday|wednesday|thursday|friday
节假日|放假|假期|春节|国庆|过年|五一|holiday|holidays|public holiday|new year|spring festival|christmas|bank holiday
晚上|夜里|夜间|半夜|深夜|睡前|night|at night|evening|late night|overnight|midnight
地址|位置|怎么走|怎么去|在什么地方|具体位置|导航|address|location|directions|how to get to|find you|situated|located
地铁|公交|打车|交通|高铁|车站|subway|metro|underground|bus|taxi|train|station|public transport|transport
停车|车位|停车场|泊车|park|parking|car park|parking lot|garage|停哪里|停在哪|where to park
接送|班车|接机|接驳|shuttle|pick-up service|transfer from|airport transfer
包间|包厢|包房|雅座|大厅|单间|private room|private dining|function room|box|dining room|a room for|room for
座位|桌子|靠窗|几个人坐|seat|seats|seating|table|tables|capacity
菜单|点菜|点餐|菜品|招牌菜|menu|dish|dishes|order food|speciality
吃饭|用餐|就餐|堂食|餐厅|饭店|meal|meals|dine|dining|eat|restaurant|dinner|lunch|breakfast
素食|素菜|清真|忌口|过敏原|vegetarian|vegan|halal|gluten|dietary|allergen|allergic to
酒水|饮料|喝的|咖啡|奶茶|酒|drink|drinks|beverage|wine|beer|coffee|tea|corkage
水果|蔬菜|菜|草莓|桃子|苹果|生鲜|fruit|fruits|vegetable|vegetables|veggies|strawberries|peaches|apples|produce|greens
团购|拼团|接龙|拼单|group buy|group buying|group purchase|group order|bulk order|group deal
宠物|狗|狗狗|猫|猫咪|带狗|毛孩子|pet|pets|dog|dogs|cat|cats|puppy|kitten|pet-friendly|pet friendly
儿童区|游乐区|游乐场|玩的地方|儿童乐园|游乐|playground|play area|play room|playroom|kids area|somewhere to play|可以玩|for the kids|for kids
厕所|卫生间|洗手间|母婴室|toilet|restroom|bathroom|washroom|nursing room|changing room
轮椅|无障碍|残疾|电梯|wheelchair|accessible|accessibility|disabled|elevator|lift|ramp
吸烟|抽烟|禁烟|smoke|smoking|smoke-free
小区|楼栋|物业|驿站|东门|门口|业主|compound|estate|building|property management|gate|neighbourhood|residents
家里|到家|上门服务|home|house|flat|apartment|my place
酒店|民宿|住宿|入住|退房|客房|hotel|hostel|accommodation|stay overnight|check-out|check out time|guesthouse|room
旅游|行程|出行|旅行团|跟团|travel|trip|tour|itinerary|journey|excursion
航班|机票|飞机|flight|plane|airline|airport
集合|集合点|出发|碰头|meet|meeting point|departure|depart|set off|gather
雨天|下雨天|天气不好|恶劣天气|因雨|bad weather|if it rains|rainy|in case of rain
门店|分店|店铺|店里|到店|连锁|store|shop|branch|outlet|branches|cafe
教室|校区|上课地点|场地|场馆|classroom|campus|venue|premises|hall
办公室|公司|前台|office|company|reception|front desk
城市|外地|异地|其他城市|同城|city|another city|other cities|out of town|remote
国外|海外|境外|海外寄|出国|abroad|overseas|international|foreign country|worldwide
附近|周边|旁边|near|nearby|close to|around|vicinity
楼上|二楼|几楼|楼层|floor|upstairs|level 2|storey
活动|聚会|沙龙|讲座|线下|见面会|event|events|meetup|gathering|party|workshop|get-together
生日|生日会|庆生|birthday|birthday party
婚礼|婚庆|结婚|wedding|marry|marriage
`
