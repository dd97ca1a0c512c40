import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aboutText, definitionOf, scenariosOf } from './new-files.ts'
import type { Arguments } from './read-arguments.ts'

/** `qunflow new`: a folder whose scenarios pass, to begin with. A template lies in templates/ where there is one. */
export function scaffold({ files: [what = '', name = ''] }: Arguments): number {
  if (what !== 'workflow' && what !== 'template') return wrong('new workflow NAME, or new template NAME?')
  if (!/^[a-z0-9-]{1,64}$/.test(name)) return wrong('a NAME is 1 to 64 of a-z, 0-9 and -')
  const folder = what === 'template' && existsSync('templates') ? join('templates', name) : name
  if (existsSync(folder)) return wrong(`${folder} is there already`)
  mkdirSync(folder, { recursive: true })
  const write = (file: string, content: object | string): void => {
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`
    writeFileSync(join(folder, file), text)
    console.log(join(folder, file))
  }
  write(what === 'template' ? 'template.json' : 'workflow.json', definitionOf(name, what))
  for (const [file, scenario] of Object.entries(scenariosOf(what))) write(file, scenario)
  if (what === 'template') {
    write('about.en.md', aboutText('en', name))
    write('about.zh-CN.md', aboutText('zh-CN', name))
  }
  console.log(`\nnpx qunflow test ${folder}`)
  return 0
}

function wrong(why: string): number {
  console.error(why)
  return 2
}
