import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef, useState } from 'react'
import type { Board, Value } from '../../api/types'
import { t } from '../../i18n'

register([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])
const ROW_PX = 24

/** Only for drawing: a bar needs a float, the figures stay strings. Unknown draws no bar. */
function length(value: Value | undefined): number | null {
  return typeof value === 'string' && value !== '' ? Number(value) : null
}

/** Plan and actual of one target for each unit; the same figures stand in the table above. */
export function UnitsChart({ board }: { board: Board }) {
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const rows = board.matrix.rows.slice(0, 60)
  useEffect(() => {
    if (!box.current) return
    const chart = init(box.current, null, { renderer: 'svg' })
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: { left: 8, right: 40, top: 30, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10 },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: { type: 'value', splitLine: { lineStyle: { color: '#dfe3e7' } } },
      yAxis: { type: 'category', inverse: true, data: rows.map((r) => r.unit.name), axisTick: { show: false } },
      series: [
        { name: t('board.plan'), type: 'bar', data: rows.map((r) => length(r.cells[at]?.quota)), itemStyle: { color: '#c3c9d0' }, barGap: '-100%', barWidth: 12 },
        { name: t('board.actual'), type: 'bar', data: rows.map((r) => length(r.cells[at]?.actual)), itemStyle: { color: '#1d5b8f' }, barWidth: 6, z: 3 },
      ],
    })
    const resize = (): void => { chart.resize() }
    window.addEventListener('resize', resize)
    return () => {
      window.removeEventListener('resize', resize)
      chart.dispose()
    }
  })
  return (
    <>
      <div className="chips">
        {board.matrix.columns.map((c, i) => <button key={c.name} type="button" aria-pressed={at === i} onClick={() => { setAt(i) }}>{c.title}</button>)}
      </div>
      <div ref={box} className="panel" role="img" aria-label={`${t('board.chart')} ${board.matrix.columns[at]?.title ?? ''}`} style={{ height: rows.length * ROW_PX + 60 }} />
    </>
  )
}
