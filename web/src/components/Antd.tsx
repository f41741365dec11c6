import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { currentLang } from '../i18n'

/** The looks of base.css for the components of antd; only in pages that load antd. */
export function Antd({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider
      locale={currentLang() === 'en' ? enUS : zhCN}
      theme={{
        token: {
          colorPrimary: '#1d5b8f', colorLink: '#1d5b8f', colorError: '#b3261e', colorText: '#1b1f24', colorTextSecondary: '#4a5159', colorTextDescription: '#626a73',
          colorTextPlaceholder: '#626a73', colorTextDisabled: '#626a73', colorBorder: '#c3c9d0', borderRadius: 4, fontSize: 14, motion: false, fontFamily: 'inherit', wireframe: false,
        },
        components: { Table: { headerBg: '#eef0f2', headerColor: '#4a5159', rowHoverBg: '#e6eff7', cellPaddingBlockSM: 6, cellPaddingInlineSM: 10, headerSortActiveBg: '#e6e9ec', headerSplitColor: '#dfe3e7' } },
      }}
    >
      {children}
    </ConfigProvider>
  )
}
