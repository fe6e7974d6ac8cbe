export function TeamSettingsPage() {
  return null
}
