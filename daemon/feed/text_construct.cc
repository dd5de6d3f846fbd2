#include "feed/text_construct.h"

#include <string_view>

#include "base/hash.h"
#include "base/text.h"
#include "feed/draft.h"
#include "feed/xml_text.h"
#include "text/charset.h"
#include "text/html_text.h"

namespace feed {
namespace {

enum class Type { text, html, xhtml, other };

Type type_of(std::string_view type) {
  const std::string lower = base::lower_ascii(base::trim(type));
  if (lower == "html" || lower == "text/html" || lower == "escaped") return Type::html;
  if (lower == "xhtml" || lower == "application/xhtml+xml") return Type::xhtml;
  if (lower.empty() || lower == "text" || lower.starts_with("text/")) return Type::text;
  return Type::other;
}

bool is_xml(std::string_view type) {
  return type.ends_with("+xml") || type.ends_with("/xml");
}

std::string text_as(std::string_view raw, Type type) {
  if (type == Type::html || type == Type::xhtml) return text::html_to_text(limited(raw));
  return text::fold_space(limited(raw));
}

std::string without_spaces(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (!base::is_space(c)) kept += c;
  }
  return kept;
}

}  // namespace

std::string read_construct(const pugi::xml_node& element) {
  std::string room;
  const std::string_view raw = direct_text(element, room);
  const std::string_view written = element.attribute("type").value();
  const std::string_view mode = element.attribute("mode").value();
  Type type = type_of(written);
  if (mode == "escaped" && type == Type::text && written != "text/plain") type = Type::html;
  if (has_markup(element)) {
    // Type html says that the text is escaped (RFC 4287, section 3.1.1.2), elements beside it or
    // not. In Atom 0.3 the mode says it.
    const bool escaped = mode == "escaped" || (mode.empty() && written == "html");
    return text::html_to_text(inner_html(element, escaped ? Inline::html : Inline::text));
  }
  if (mode == "base64" || (type == Type::other && !is_xml(written))) {
    const auto decoded = base::parse_base64(without_spaces(raw));
    if (decoded && text::valid_utf8(*decoded)) {
      return text_as(*decoded, type == Type::text ? Type::text : Type::html);
    }
    return mode == "base64" ? std::string() : text_as(raw, Type::text);
  }
  return text_as(raw, type);
}

}  // namespace feed
