import a11y from 'eslint-plugin-jsx-a11y'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'test-results', 'playwright-report', 'src/api/schema.d.ts', 'vite/sw.template.js'] },
  ...tseslint.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks, 'jsx-a11y': a11y },
    rules: {
      ...hooks.configs.recommended.rules,
      ...a11y.configs.recommended.rules,
      'max-lines': ['error', 600],
      'no-restricted-syntax': ['error', {
        selector: 'JSXText[value=/[\\u4e00-\\u9fff]/]',
        message: 'Words for people stand in src/i18n.',
      }],
    },
  },
  { rules: { '@typescript-eslint/no-dynamic-delete': 'off' } },
)
