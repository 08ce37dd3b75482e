// Builds what the browser loads into the folder named on the command line.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as sass from 'sass'

const out = process.argv[2]
mkdirSync(out, { recursive: true })
const { css } = sass.compile('cusp.scss', {
  style: 'compressed',
  loadPaths: ['node_modules'],
  quietDeps: true,
  silenceDeprecations: ['import', 'mixed-decls', 'global-builtin']
})
writeFileSync(join(out, 'cusp.css'), css)
for (const [from, to] of [
  ['node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js', 'govuk-frontend.js'],
  ['cusp.mjs', 'cusp.js'],
  ['copy-search.mjs', 'copy-search.js'],
  ['icon.svg', 'icon.svg']
]) copyFileSync(from, join(out, to))
