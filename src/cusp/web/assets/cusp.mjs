// Everything works without this file; it makes some of it nicer.
import { initAll } from './govuk-frontend.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// "Copy as a quotation": the text to copy stands on the page for those without scripts.
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const said = document.getElementById('copied')
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim())
      said.textContent = 'Copied'
    } catch {
      said.textContent = 'Could not copy: select the text below and copy it'
    }
  })
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
