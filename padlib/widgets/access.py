"""Names and keys for the controls, which JupyterLab and ipywidgets leave without.

In JupyterLab an arrow key moves from cell to cell unless a text is being typed: in our controls it
moves a slider, or chooses a level or an entry of a list instead. A slider is read aloud by the
label of its knob, a group of levels by its question. Of the texts that stand in two languages, the
workbook shows the one it is run in.
"""

import ipywidgets

_SCRIPT = """
const ready = () => {
  const held = ['input', 'select', 'button', '.noUi-handle'].map(
    one => `.padlib-live ${one}:not([data-lm-suppress-shortcuts])`).join();
  document.querySelectorAll(held).forEach(one =>
    one.setAttribute('data-lm-suppress-shortcuts', 'true'));
  window.jupyterapp?.shell.currentWidget?.content?.widgets?.forEach?.(cell =>
    cell.model?.getMetadata?.('tags')?.filter(tag => tag === 'fr' || tag === 'en').forEach(tag =>
      cell.node.classList.add(`padlib-${tag}`)));
  document.querySelectorAll('.padlib-knob').forEach(knob => {
    const handle = knob.querySelector('.noUi-handle');
    const label = [...knob.querySelectorAll('.widget-label')].find(one => one.textContent.trim());
    if (handle && label) handle.setAttribute('aria-label', label.textContent);
  });
  document.querySelectorAll('.padlib-choices .widget-radio-box:not([role])').forEach(group => {
    const asked = group.closest('.padlib-item')?.querySelector('.statement');
    const label = group.closest('.padlib-choices').querySelector('.widget-label');
    group.setAttribute('role', 'radiogroup');
    group.setAttribute('aria-label', (asked ?? label)?.textContent ?? '');
  });
};
ready();
if (!window.padlibAccess) {
  let waiting = false;
  window.padlibAccess = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; ready(); });
  });
  window.padlibAccess.observe(document.body, {childList: true, subtree: true});
}
"""


def script() -> ipywidgets.Output:
    """An invisible part that gives the controls of the whole workbook their names and keys."""
    return run(_SCRIPT)


def run(javascript: str = "") -> ipywidgets.Output:
    """An invisible part in which JupyterLab runs a script; `again` gives it another."""
    area = ipywidgets.Output(layout=ipywidgets.Layout(height="0", overflow="hidden"))
    if javascript:
        again(area, javascript)
    return area


def again(area: ipywidgets.Output, javascript: str) -> None:
    """Run a script in a part that `run` made."""
    show(area, "application/javascript", javascript)


def show(area: ipywidgets.Output, kind: str, content: str) -> None:
    """Put one thing of a MIME type in an output area, in place of what it held."""
    data = {kind: content, "text/plain": ""}
    area.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
