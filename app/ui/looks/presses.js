// What the clocks of app/ui/ticking.py go by: when something was pressed last, and where to.
// It stands in the first HTML, since a clock that comes later has not seen the press before it.
for (const name of ["pointerdown", "keydown"]) {
  document.addEventListener(name, (event) => {
    const seen = document.documentElement.dataset;
    seen.pressed = Date.now();
    const link = event.target.closest?.("[data-testid=stSidebarNavLink]");
    if (link) seen.heading = new URL(link.href).pathname;
  }, true);
}
