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

// A page about long work: its part that changes is replaced, so that focus and scroll position stay.
const SECONDS = 3
async function update() {
  try {
    const answer = await fetch(location.href)
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const changed = page.querySelector('[data-updates]')
      if (!changed) {
        location.reload() // the work is done
        return
      }
      document.querySelector('[data-updates]').replaceWith(changed)
      document.title = page.title
    }
  } catch {
    // The server could not be reached: try again.
  }
  setTimeout(update, SECONDS * 1000)
}
if (document.querySelector('[data-updates]')) setTimeout(update, SECONDS * 1000)
