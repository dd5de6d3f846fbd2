#include "agent/note.h"

#include <algorithm>

#include "alert/render.h"
#include "base/text.h"
#include "base/time.h"
#include "base/url.h"

namespace agent {
namespace {

std::string plain(std::string_view text, const Abilities& abilities) {
  const std::string safe = base::printable(text);
  return abilities.markup ? base::escape_xml(safe) : safe;
}

/// The excerpt with what matched in bold, as much of it as fits.
std::string excerpt(const model::Excerpt& from, const Abilities& abilities) {
  std::string body;
  std::uint32_t at = 0;
  const auto length = static_cast<std::uint32_t>(std::min(base::code_points(from.text), max_body));
  const auto piece = [&](std::uint32_t end) {
    const std::size_t first = base::byte_offset(from.text, at);
    const std::size_t last = base::byte_offset(from.text, end);
    at = end;
    return plain(std::string_view(from.text).substr(first, last - first), abilities);
  };
  for (const auto& [start, end] : from.marks) {
    if (start < at || end <= start || end > length) {
      continue;  // marks that overlap or reach outside mark nothing
    }
    body += piece(start);
    const std::string marked = piece(end);
    body += abilities.markup ? "<b>" + marked + "</b>" : marked;
  }
  body += piece(length);
  return body;
}

std::string provenance(const model::AlertItem& item) {
  const std::string when = base::format_local(item.published.value_or(item.first_seen));
  const std::string source = item.feed_title.empty() ? item.feed : item.feed_title;
  return source.empty() ? when : base::shorten(source, 80) + ", " + when;
}

/// Only what a browser opens; a feed may not start other programs by their schemes.
std::string web_link(const std::string& link) {
  const auto url = base::Url::parse(link);
  const bool web = url && (url->scheme() == "http" || url->scheme() == "https");
  return web ? url->str() : std::string();
}

}  // namespace

Note note_of(const model::Message& message, const Abilities& abilities) {
  Note note;
  note.key = message.idem_key;
  if (message.alerts.empty()) {
    note.title = "newswatch";
    note.body = "an alert that this newswatch-agent is too old to show; `newswatch alerts` has it";
    return note;
  }
  const model::Alert& alert = message.alerts.front();
  note.title = alert::headline(alert);
  note.body = excerpt(alert.excerpt, abilities);
  if (note.body.empty()) {
    note.body = plain(base::shorten(alert.item.summary, max_body), abilities);
  }
  note.body += (note.body.empty() ? "" : "\n") + plain(provenance(alert.item), abilities);
  note.link = web_link(alert.item.link);
  if (!abilities.actions && !note.link.empty()) {
    note.body += "\n" + plain(base::shorten(note.link, max_body), abilities);
  }
  note.priority = alert.priority;
  return note;
}

Note summary_of(std::size_t alerts, std::size_t shown) {
  Note note;
  note.key = "summary";
  note.title = "newswatch: " + base::count_of(alerts, "alert") + " while you were away";
  note.body =
      "The newest " + std::to_string(shown) + " are shown; `newswatch alerts` lists them all.";
  return note;
}

}  // namespace agent
