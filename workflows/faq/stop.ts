import { stem } from './stem.ts'

/** English words that say nothing of what is asked about, by their stems. */
export const STOP_EN: ReadonlySet<string> = new Set(
  `a an the is are am was were be been being do does did done to of in on at for with from by my your our his her its their i you
  we they he she it me us them this that these those there here and or but if so as what which who whom how can could would
  should will shall may might must have has had having get got gets getting please hi hello hey thanks thank want need like
  know tell let just any some about into than then too very really also still now ever yes no ok im ive id dont not
  possible way make take happen happens go going something anything thing things one where when question ask
  actually already always because before after again it's i'm i've i'd don't doesn't can't cannot won't isn't aren't there's that's
  what's where's how's who's you're we're they're let's pls plz u ur guys folks anyone someone somebody anybody ya yeah gonna wanna
  kinda sort bit lot lots much many more most only even up out off over back down via per etc else whether while since until till
  think thought guess sure seem seems said say says see look looking looks try trying use using used wondering wonder wondered hoping
  supposed able available allowed currently today quick quickly stuff okay well oh um hmm btw though although maybe perhaps
  both each other another same own such between during through come comes coming came keep keeps put set give given gave find found
  never yet around away all every everyone nothing none without within upon whats wheres hows ill isnt arent wont cant couldnt
  yesterday tonight last ago once twice somewhere anywhere everywhere nowhere anymore instead honestly literally basically totally definitely probably apparently obviously
  suddenly finally recently usually normally sometimes often soon later earlier second third two three four five six seven eight nine
  ten few several couple whole side bit crazy nice great cool awesome lovely big little real actual certain different various
  particular simple someone's everyone's folk bro dude mate sir madam dear thx cheers lol haha omg wow oops ugh hey
  yo sorry kindly appreciate hope wish love hate feel believe mean means meant anyone's somehow whatever whenever wherever however therefore
  also plus including especially chance idea reason case matter fact kind type way ways world life times seconds morning evening
  now then since until till during before after trying tried tell told asked asking saw seen heard looked came went
  took taken brought made put puts sitting standing turns turned happened happening works worked good worse worst right sure true
  false same want wants wanted needs needed got gotta gonna shall ought able unable many much more most less least
  enough too very quite rather pretty really so such this these those here there it's its his hers theirs ours
  mine yours myself yourself dont doesnt didnt havent hasnt wasnt werent shouldnt wouldnt haven't hasn't didn't wasn't weren't shouldn't wouldn't
  couldn't she'd he'd`
    .split(/\s+/)
    .map(stem),
)

/** What is asked with in Chinese, or out of courtesy. */
export const STOP_ZH =
  /怎么回事|了解一下|同学们|谢谢啦|差不多|咋回事|在线等|老师们|麻烦问|谁知道|小伙伴|打扰|左右|刚刚|应当|后面|打算|而且|这里|有时|反正|各位|这次|自己|其实|老是|居然|之前|可能|一些|直接|最近|终于|以及|第一|也许|的话|肯定|事情|上面|一个|一直|昨晚|除此|当时|还有|方面|关于|看看|哪位|咋整|东西|为了|特别|愿意|只是|看到|想要|大佬|办法|拜托|对于|顺便|不会|到底|之后|不能|外面|刚才|人家|前天|感觉|有人|按照|平时|总是|以前|有没|究竟|非常|求问|一点|里面|觉得|不是|别人|就是|或者|解决|一次|情况|那里|第二|求助|全部|竟然|后来|有点|话说|有些|以后|昨天|突然|咋办|根据|除了|下面|由于|上次|所有|希望|前面|大概|东东|知道|亲|挺|请问一下|请问|你好|您好|谢谢|麻烦|我想知道|想知道|想问一下|想问|问一下|咨询一下|怎么样|怎么办|怎么|怎样|如何|什么|是不是|能不能|可不可以|可以|能否|是否|有没有|咱们|你们|我们|他们|大家|这个|那个|现在|一下|已经|还是|还能|应该|需要|哪些|哪个|因为|所以|但是|不过|如果|然后|时候|比较|那边|这边|这样|那样|[吗呢吧啊呀嘛了的地得我你您他她它在把被给跟和与就都也还又很太要想会能有是去来到做用说请啥么里上下些个这那咋哪谁哈哦嗯唉哎欸不没呗只才再让对从过着多少好老真一两几点次号]/gu

/** Single characters that stand for no word when they stand alone. */
export const STOP_SIGNS: ReadonlySet<string> = new Set(
  '还好给用去来到上下老个人少多收发要想会能有是做说请里些吗后前大小新开过着就都也又很太一两几点次号只才再让对从真',
)
