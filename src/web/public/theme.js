// Before the first paint: the theme and the direction of writing that were chosen on this device, if any.
// A file of its own, because the content policy allows no inline script.
try {
  const theme = localStorage.getItem('nuggets.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden here: the system's theme it is.
}
