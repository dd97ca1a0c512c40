/** What people do, wish to do, or have had happen to them. */
export const DOING = `
提交|上交|交作业|递交|交到|发到|submit|hand in|turn in|send in|submission
上传|传到|传上去|upload|uploaded|uploading
下载|下到|哪里下|在哪下|保存到|download|save a copy
打印|复印|print|printed|copy out
扫码|扫一扫|二维码|scan|qr code|qr
延期|延后|推迟|改期|顺延|推后|换到下|下一期|下期|defer|postpone|put off|push back|reschedule|later date|next cohort|following|换期|改到|another cohort|later batch|next batch|later cohort
暂停|冻结|停卡|休学|pause|freeze|suspend|put on hold|hold my
恢复|重新开始|解冻|resume|restart|reactivate|unfreeze
请假|缺课|没来|来不了|没上|缺席|absent|absence|take leave|miss a class|missed|skip|missed a|couldn't attend|can't come|cannot come|can't make it
补课|补上课|补一节|make up|makeup|catch up|make-up|怎么补
补交|晚交|迟交|逾期|过了截止|忘了交|late submission|hand in late|submit late|after the deadline|overdue
迟到|晚到|来晚|晚一点到|be late|arrive late|running late|late arrival
提前|早到|早一点|early|in advance|ahead|beforehand
预约|预定|预订|订位|订座|定位|book|booking|reserve|reservation|appointment|schedule an
取消预约|不去了|取消报名|call off|cancel my booking|去不了|不去|来不了
排队|等位|取号|queue|queueing|line up|waiting time|wait in line
自提|取货|提货|去拿|去取|领取|哪拿|领货|pick up|pick-up|pickup|collect|collection|address please
送货|上门|送到家|外送|送上门|配送到家|deliver|delivery|home delivery|bring it to|to my door|doorstep
带走|打包|外带|take away|takeaway|take out|to go|doggy bag
陪同|陪着|陪|看护|陪伴|accompany|accompanied|stay with|supervise|supervision|be present|drop off|leave my|drop my
带来|自带|带去|携带|自备|bring|carry|take along|bring my own|bring along
叠加|一起用|同时使用|合并使用|合用|同享|combine|combined|stack|stacked|stackable|together with|at once
送人|转赠|赠送|送给|转送|give to|gift to|pass on to|as a gift|for a friend
转让|出售|出掉|卖|闲置|二手|想出|转手|sell|sale of|resell|second-hand|second hand|secondhand|used
买|购买|选购|拍下|下单|订购|buy|purchase|order|get one|shop for
租|租借|出租|租赁|借用|rent|rental|hire|borrow|lease|lend
归还|还书|交还|give back|hand back|return it
试听|试课|体验课|试学|体验一下|试一下|试用|试吃|试穿|trial|try|taster|test it|sample lesson|try out|try on
学习|学会|自学|learn|study|studying
讲课|授课|教学|teach|teaching|instruct
练习|训练|操练|practice|practise|exercise|drill|training
考试|测验|考核|考级|补考|exam|test|quiz|assessment|examination
通过|及格|合格|pass|passing|qualify
毕业|结业|学完|学成|graduate|graduation|completion|complete the course|finish the course
报名|报班|报课|报读|登记|入学|sign up|enrol|enroll|enrolment|enrollment|register for|apply for a place|join the class
参加|加入|进群|拉我|拉进|入群|进去群|join|take part|attend|participate|add me|get in
退出|退群|离开|不参加|quit|leave|drop out|opt out|withdraw from
邀请|拉人|推荐给|带人|invite|refer|recommend to|bring a friend
发布|发帖|发到群|发群里|发朋友圈|张贴|分享|post|share|publish|posting|upload a post
删除|删掉|撤回|清除|delete|remove|erase|take down|clear
搜索|查找|找到|查询|查一下|查看|在哪看|search|find|look up|look for|see my|view|check my
登记|备案|填写|填表|表格|fill in|fill out|form
审核|审批|批准|通过审核|review|approve|approval|under review|being checked
确认|核实|验证|confirm|confirmation|verify|verification
修改|更改|改成|改|变更|换成|改一下|change|modify|edit|update|amend|alter|switch
升级|升为|升到|upgrade|move up|level up
续费|续课|续卡|续期|续约|renew|renewal|extend|extension|prolong|renewed|auto-renew|auto renewal
充值|储值|充钱|余额|top up|top-up|recharge|balance|prepaid|add money
提现|取钱|转出|withdraw|cash out|payout|withdrawal
退钱|退款|退费|退学费|退掉|不想学|退课|把钱退|退押金|refund|money back|reimburse|tuition back
赔|赔偿|补偿|赔付|理赔|compensate|compensation|make good|reimbursed|cover the damage
投诉|举报|反映|反馈问题|complain|complaint|report
咨询|请教|问问|答疑|求助|提问|请问谁|consult|consultation|ask a question|advice|advise|help with|question about|explain
联系|找到人|打电话|沟通|contact|reach|call|get in touch|talk to|speak to|get hold of
提醒|通知我|通知|闹钟|remind|reminder|notify|notification|alert
弄丢|丢了|丢失|遗失|掉了|找不到了|落在|lost|lose|mislaid|left behind|left my|lost and found
忘记|忘了|记不得|forgot|forget|forgotten
被偷|被盗|盗用|stolen|theft|hacked
修理|维修|修好|坏了修|保养|repair|fix|mend|service it|maintenance
安装|组装|装上|安上|install|installation|set up|assemble|assembly
清洗|洗|清洁|打扫|wash|clean|cleaning|rinse|laundry
消毒|杀菌|sterilize|sterilise|disinfect
存放|寄存|储存|保存|store|storage|keep|locker|leave my things|deposit box
打开|开启|开通|启用|激活|turn on|enable|activate|switch on|open|unlock
关闭|关掉|停用|turn off|disable|deactivate|switch off|close|shut
连接|连上|连不上|绑定|配对|connect|connection|pair|link|bind|hook up
同步|备份|导出|导入|迁移|sync|synchronise|back up|backup|export|import|migrate|transfer data
更新|升级版本|新版本|update|upgrade|new version|latest version
收到|到账|拿到|receive|received|arrive|arrived|get my
没收到|没到|还没来|收不到|not received|haven't received|didn't receive|never arrived|didn't get|hasn't come|got no|no bonus|not get
抽奖|中奖|开奖|领奖|raffle|lucky draw|prize draw|lottery draw|winner|won a prize
投票|评选|票数|vote|voting|poll
签到|打卡|check in|check-in|checkin|clock in
签约|合同|协议|签字|contract|agreement|sign the
捐|捐款|捐赠|公益|donate|donation|charity|give away
兼职|打工|应聘|招聘|工作|实习|job|part-time|hiring|internship|recruit|vacancy|career
合作|加盟|代理|分销|赞助|cooperate|cooperation|franchise|agent|dealer|distribute|sponsor|partner
`
