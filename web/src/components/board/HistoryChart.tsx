import { LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { Value } from '../../api/types'
import { t } from '../../i18n'
import { periodText } from '../../lib/format'
import { isAbout, showValue } from '../../lib/value'

register([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

/** Only for drawing; a month without a known figure breaks the line. */
function height(value: Value | undefined): number | null {
  const text = isAbout(value) ? value.about : value
  return typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}

/** The way to a target, month by month, with the line that is to be reached; the same figures stand in the table below it. */
export function HistoryChart({ title, months, values, quota }: { title: string; months: string[]; values: (Value | undefined)[]; quota: Value }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!box.current) return
    const chart = init(box.current, null, { renderer: 'svg' })
    const goal = height(quota)
    const drawn = values.map(height)
    const top = Math.max(goal ?? 0, ...drawn.map((v) => v ?? 0))
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: { left: 8, right: 64, top: 16, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months.map(periodText), axisTick: { show: false } },
      yAxis: { type: 'value', min: 0, max: top === 0 ? 1 : undefined, splitLine: { lineStyle: { color: '#dfe3e7' } } },
      series: [{
        name: t('board.actual'), type: 'line', data: drawn, symbolSize: 6, lineStyle: { color: '#1d5b8f' }, itemStyle: { color: '#1d5b8f' },
        markLine: goal === null ? undefined : { silent: true, symbol: 'none', lineStyle: { color: '#4a5159' }, label: { formatter: `${t('board.plan')} ${showValue(quota).text}` }, data: [{ yAxis: goal }] },
      }],
    })
    const resize = (): void => { chart.resize() }
    window.addEventListener('resize', resize)
    return () => {
      window.removeEventListener('resize', resize)
      chart.dispose()
    }
  }, [months, values, quota])
  return <div ref={box} className="panel history-chart no-print" role="img" aria-label={`${title} ${t('targets.history')}`} />
}
