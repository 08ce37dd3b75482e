// Search in a copy of the site, which has no server: the index is in small files beside the page.
const form = document.querySelector('[data-copy-search]')
const said = document.querySelector('[data-copy-said]')
const list = document.querySelector('[data-copy-found]')
const here = new URL('./', location.href)
const MOST = 50
const ENDINGS = /(?:ings?|edly|ed|es|s|e)$/
const loaded = new Map()

function load(name) {
  if (!loaded.has(name)) {
    loaded.set(name, fetch(new URL(name, here)).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
      return answer.json()
    }))
  }
  return loaded.get(name)
}

// As the index writes words: without capitals and accents.
function wordsOf(text) {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return [...new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? [])]
}

// "challenges" is found as "challeng…", but short words only as they are typed.
function stemOf(word) {
  const stem = word.replace(ENDINGS, '')
  return stem.length >= 4 ? stem : word
}

async function entriesWith(word, letters) {
  const letter = /^[a-z]/.test(word) ? word[0] : '0'
  if (!letters.includes(letter)) return new Set()
  const stem = stemOf(word)
  const words = await load(`words-${letter}.json`)
  return new Set(Object.keys(words).filter((one) => one.startsWith(stem)).flatMap((one) => words[one]))
}

async function find(text) {
  const { letters, a_file: perFile } = await load('index.json')
  const sets = await Promise.all(wordsOf(text).map((word) => entriesWith(word, letters)))
  const numbers = sets.length ? [...sets[0]].filter((one) => sets.every((set) => set.has(one))) : []
  numbers.sort((a, b) => a - b)
  const shown = numbers.slice(0, MOST)
  const files = await Promise.all(shown.map((one) => load(`entries-${Math.floor(one / perFile)}.json`)))
  return { number: numbers.length, entries: shown.map((one, place) => files[place][one % perFile]) }
}

function element(name, classes, text = '') {
  const made = document.createElement(name)
  made.className = classes
  made.textContent = text
  return made
}

function asItem([name, about, text, file]) {
  const item = document.createElement('li')
  const heading = element('h2', 'govuk-heading-m govuk-!-margin-bottom-1')
  const link = element('a', 'govuk-link', name)
  link.href = new URL(`../${file}`, here).href
  heading.append(link)
  item.append(heading, element('p', 'govuk-body-s cusp-known govuk-!-margin-bottom-1', about))
  if (text) item.append(element('p', 'govuk-body cusp-answer', text))
  return item
}

function inWords(number, text) {
  if (!number) return `Nothing found for “${text}”. Check the spelling, or use fewer words.`
  const found = number === 1 ? '1 result' : `${number.toLocaleString('en-GB')} results`
  return `${found} for “${text}”${number > MOST ? `. The first ${MOST} are shown.` : ''}`
}

async function show(text) {
  said.textContent = 'Searching'
  try {
    const { number, entries } = await find(text)
    said.textContent = inWords(number, text)
    list.replaceChildren(...entries.map(asItem))
  } catch {
    said.textContent = 'The search index could not be loaded. Try again, or browse instead.'
  }
}

form.hidden = false
document.querySelector('[data-copy-without]').hidden = true
const typed = new URLSearchParams(location.search).get('q')?.trim() ?? ''
form.elements.q.value = typed
if (typed) show(typed)
