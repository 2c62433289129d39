// Looks at a page as it stands, first with everything folded, then unfolded, and answers what is wrong with it:
// [{ rule, what }]. A function for Playwright; it changes nothing but what is folded open.
({ width, language, named }) => {
  const THUMB = 40;
  const HAN = /\p{Script=Han}/u;
  const CONTROLS = 'input:not([type=hidden]), select, textarea, button, a[href], summary';
  const TOUCHED = 'button, .button, summary, select, textarea, label.choice, .main-nav a, .tabs a, .top-link, '
    + 'input:not([type=hidden], [type=checkbox], [type=radio])';
  // What we write ourselves; names, topics and places are data and keep their own language.
  const OURS = 'button, label[for], legend, dt, .table thead th, .main-nav a, .tabs a, .page-head .button, .more, '
    + '.skip';
  const found = new Map();
  const words = element => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const describe = element => {
    const id = element.id ? `#${element.id}` : element.name ? `[name=${element.name}]` : '';
    const [first] = String(element.getAttribute('class') ?? '').split(' ');
    const style = first ? `.${first}` : '';
    return `${element.tagName.toLowerCase()}${id}${style} “${words(element).slice(0, 40)}”`;
  };
  const say = (rule, element, why) => {
    const what = `${describe(element)} ${why}`;
    found.set(`${rule} ${what}`, { rule, what });
  };
  const all = selector => [...document.querySelectorAll(selector)];
  const shown = element => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
  };
  const scrolls = element => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
    return false;
  };
  const named_by = element => (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
    .map(id => words(document.getElementById(id))).join(' ');
  const name = element => element.getAttribute('aria-label') || named_by(element)
    || (element.labels ? [...element.labels].map(words).join(' ') : '')
    || (/^(A|BUTTON|SUMMARY)$/.test(element.tagName) ? words(element) || element.querySelector('img')?.alt : '');

  const wide = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= width) return;
    say('wide', root, `is ${root.scrollWidth} px wide`);
    for (const element of all('body *')) {
      if (element.getBoundingClientRect().right > width + 1 && shown(element) && !scrolls(element))
        say('wide', element, 'sticks out');
    }
  };
  const clipped = () => {
    for (const element of [document.documentElement, document.body])
      if (/hidden|clip/.test(getComputedStyle(element).overflowX)) say('wide', element, 'hides what sticks out');
  };
  const nameless = () => {
    for (const element of all(CONTROLS)) if (!name(element)?.trim()) say('nameless control', element, 'has no name');
    for (const image of all('img')) if (!image.hasAttribute('alt')) say('nameless picture', image, 'has no alt');
    for (const picture of all('svg, [role=img]')) {
      if (picture.closest('[aria-hidden=true]') || picture.parentElement.closest('[role=img]')) continue;
      if (picture.getAttribute('role') !== 'img' || !name(picture)) say('nameless picture', picture, 'has no name');
    }
  };
  const twice = () => {
    const seen = new Set();
    for (const element of all('[id]')) {
      if (seen.has(element.id)) say('id twice', element, 'has the id of another');
      seen.add(element.id);
    }
    for (const element of all('[aria-describedby], [aria-labelledby]')) {
      const ids = ['aria-describedby', 'aria-labelledby'].map(name => element.getAttribute(name) ?? '').join(' ');
      for (const id of ids.split(/\s+/).filter(Boolean))
        if (!document.getElementById(id)) say('id twice', element, `names #${id}: nothing`);
    }
  };
  const small = () => {
    for (const element of all(TOUCHED)) {
      const { height, width: across } = element.getBoundingClientRect();
      if (shown(element) && (height < THUMB || across < THUMB))
        say('small', element, `is ${Math.round(across)} × ${Math.round(height)} px`);
    }
  };
  const foreign = () => {
    const root = document.documentElement;
    if (!root.lang.startsWith(language)) say('language', root, `is in ${root.lang}`);
    const ours = all(OURS).filter(element => words(element) && !element.closest('[lang]:not(html)'));
    for (const element of ours) {
      const [chinese, latin] = [HAN.test(words(element)), /[a-z]/i.test(words(element))];
      if (chinese !== latin && chinese !== (language === 'zh'))
        say('language', element, `is not in ${language}`);
    }
    if (language === 'en' && !named && HAN.test(document.title)) say('language', root, `is called ${document.title}`);
    if (language === 'zh' && !HAN.test(document.title)) say('language', root, `is called ${document.title}`);
  };
  const outline = () => {
    if (all('h1').length !== 1) say('outline', document.body, `has ${all('h1').length} headings of the first rank`);
    if (all('main').length !== 1) say('outline', document.body, 'has not one main part');
  };

  const look = () => [wide, clipped, nameless, twice, foreign, outline, ...width <= 480 ? [small] : []]
    .forEach(rule => rule());
  look();
  for (const folded of all('details')) folded.open = true;
  look();
  return [...found.values()];
}
