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
  never yet around away all every everyone nothing none without within upon whats wheres hows ill isnt arent wont cant couldnt`
    .split(/\s+/)
    .map(stem),
)

/** What is asked with in Chinese, or out of courtesy. */
export const STOP_ZH =
  /请问一下|请问|你好|您好|谢谢|麻烦|我想知道|想知道|想问一下|想问|问一下|咨询一下|怎么样|怎么办|怎么|怎样|如何|什么|是不是|能不能|可不可以|可以|能否|是否|有没有|咱们|你们|我们|他们|大家|这个|那个|现在|一下|已经|还是|还能|应该|需要|哪些|哪个|因为|所以|但是|不过|如果|然后|时候|比较|那边|这边|这样|那样|[吗呢吧啊呀嘛了的地得我你您他她它在把被给跟和与就都也还又很太要想会能有是去来到做用说请啥么里上下些个这那咋哪谁哈哦嗯唉哎欸不没呗只才再让对从过着多少好老真一两几点次号]/gu

/** Single characters that stand for no word when they stand alone. */
export const STOP_SIGNS: ReadonlySet<string> = new Set(
  '还好给用去来到上下老个人少多收发要想会能有是做说请里些吗后前大小新开过着就都也又很太一两几点次号只才再让对从真',
)
