const text = (en: string, zh: string) => ({ en, 'zh-CN': zh })

/** Events of the community, by the days on which they are announced and held; `joining` is how many would come. */
export const GATHERINGS = [
  { id: 'spring-hike', opens: 24, held: 30, capacity: 40, joining: 0.04, name: text('Hike together', '一起徒步'), place: '香山公园' }, // biome-ignore format: one a line
  { id: 'reading-night', opens: 52, held: 58, capacity: 25, joining: 0.04, name: text('Reading night', '读书夜'), place: '上海图书馆' }, // biome-ignore format: one a line
  { id: 'autumn-market', opens: 84, held: 97, capacity: 120, joining: 0.06, name: text('Community market', '社群市集'), place: '杭州' }, // biome-ignore format: one a line
]
