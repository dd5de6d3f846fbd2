#include "alert/atom.h"

#include <algorithm>
#include <vector>

#include "alert/marks.h"
#include "alert/render.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"

namespace alert {
namespace {

std::string joined(const std::vector<Piece>& parts, std::string_view on, std::string_view off) {
  std::string text;
  for (const Piece& part : parts) {
    const std::string safe = base::escape_xml(part.text);
    text += part.marked ? std::string(on) + safe + std::string(off) : safe;
  }
  return text;
}

std::string element(const std::string& name, const std::string& escaped) {
  return "<" + name + ">" + escaped + "</" + name.substr(0, name.find(' ')) + ">\n";
}

// HTML, to be escaped once more: that is what type="html" means.
std::string content_html(const model::Alert& alert) {
  const std::string excerpt = joined(excerpt_pieces(alert), "<mark>", "</mark>");
  std::string html;
  if (!excerpt.empty()) html += "<p dir=\"auto\">" + excerpt + "</p>";
  html += "<p dir=\"auto\"><bdi>" + base::escape_xml(source_of(alert)) + "</bdi>, " +
          when_utc(alert) + "</p>";
  const std::string reason = why(alert);
  if (!reason.empty()) html += "<p dir=\"auto\">" + base::escape_xml(reason) + "</p>";
  return html;
}

std::string entry(const model::Alert& alert) {
  std::string xml = "<entry>\n";
  xml += element("id", "urn:uuid:" + base::escape_xml(alert.id));
  xml += element("title type=\"text\"", joined(title_pieces(alert), "", ""));
  xml += element("updated", base::format_rfc3339(alert.created));
  if (alert.item.published) {
    xml += element("published", base::format_rfc3339(*alert.item.published));
  }
  // Every entry has an author (RFC 4287, section 4.2.1): the item's, else its feed.
  const std::string& author = alert.item.author.empty() ? source_of(alert) : alert.item.author;
  xml += element("author", "<name>" + base::escape_xml(author) + "</name>");
  const std::string link = safe_link(alert);
  if (!link.empty()) xml += "<link rel=\"alternate\" href=\"" + base::escape_xml(link) + "\"/>\n";
  if (!alert.watch.empty()) {
    xml += "<category term=\"" + base::escape_xml(alert.watch) + "\"/>\n";
  }
  xml += element("content type=\"html\"", base::escape_xml(content_html(alert)));
  return xml + "</entry>\n";
}

}  // namespace

AtomHead atom_head(std::string_view host_name, std::string_view channel, std::string_view title) {
  const std::string name = "atom:" + std::to_string(host_name.size()) + ":" +
                           std::string(host_name) + ":" + std::string(channel);
  return {"urn:uuid:" + base::uuid5(name),
          title.empty() ? "newswatch: " + std::string(channel) : std::string(title),
          ""};
}

std::string to_atom(const AtomHead& head, std::span<const model::Alert> newest_first) {
  const auto shown = newest_first.first(std::min(newest_first.size(), atom_entries));
  base::TimePoint updated{};  // of a feed nothing was ever told in: the epoch
  for (const model::Alert& alert : shown)
    updated = std::max(updated, alert.created);

  std::string xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
  xml += element("id", base::escape_xml(head.id));
  xml += element("title type=\"text\"", base::escape_xml(head.title));
  xml += element("updated", base::format_rfc3339(updated));
  xml += element("author", "<name>newswatch</name>");
  xml += element("generator", "newswatch");
  if (!head.self.empty()) {
    xml += "<link rel=\"self\" type=\"application/atom+xml\" href=\"" +
           base::escape_xml(head.self) + "\"/>\n";
  }
  for (const model::Alert& alert : shown)
    xml += entry(alert);
  return xml + "</feed>\n";
}

}  // namespace alert
