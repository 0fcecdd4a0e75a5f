// Tables that are wider than a phone scroll in a box of their own: the keyboard reaches it.
const reach = () => {
  for (const box of document.querySelectorAll(".stTable > div")) {
    const wide = box.scrollWidth > box.clientWidth;
    if (wide && box.tabIndex !== 0) box.tabIndex = 0;
    else if (!wide && box.tabIndex === 0) box.removeAttribute("tabindex");
  }
};
let asked = 0;
const later = () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(reach); };
addEventListener("resize", later);
new MutationObserver(later).observe(document, { childList: true, subtree: true });
