#include "feed/sniff.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace feed {
namespace {

constexpr std::size_t window = 4096;  // bytes in which a document says what it is

struct Signature {
  std::string_view bytes;
  std::string_view what;
};

constexpr std::array<Signature, 8> signatures = {{
    {"%PDF-", "a PDF document"},
    {"PK\x03\x04", "a ZIP archive"},
    {"\x1F\x8B", "compressed data"},
    {"GIF8", "an image"},
    {"\x89PNG", "an image"},
    {"\xFF\xD8\xFF", "an image"},
    {"{\\rtf", "an RTF document"},
    {"ID3", "a sound file"},
}};

/// Past white space, comments, declarations and processing instructions: where the first tag
/// begins.
std::string_view first_tag(std::string_view text) {
  while (true) {
    const std::size_t tag = text.find('<');
    if (tag == std::string_view::npos) return {};
    text.remove_prefix(tag);
    const bool comment = text.starts_with("<!--");
    if (!comment && !text.starts_with("<?") && !text.starts_with("<!")) return text;
    const std::string_view mark = comment ? "-->" : ">";
    const std::size_t end = text.find(mark, comment ? 4 : 2);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + mark.size());
  }
}

bool begins_element(std::string_view tag, std::string_view name) {
  if (tag.size() < name.size() + 2 ||
      !base::equal_ignoring_case(tag.substr(1, name.size()), name)) {
    return false;
  }
  const char after = tag[name.size() + 1];
  return after == '>' || after == '/' || base::is_space(after);
}

}  // namespace

std::string_view charset_of(std::string_view content_type) {
  constexpr std::string_view name = "charset";
  for (std::string_view parameter : base::split(content_type, ';')) {
    parameter = base::trim(parameter);
    if (!base::equal_ignoring_case(parameter.substr(0, name.size()), name)) continue;
    const std::string_view value = base::trim(parameter.substr(name.size()));
    if (value.starts_with("=")) return base::trim(value.substr(1));
  }
  return {};
}

std::optional<std::string> other_format(std::string_view bytes) {
  for (const Signature& signature : signatures) {
    if (bytes.starts_with(signature.bytes)) return std::string(signature.what) + ", not a feed";
  }
  return std::nullopt;
}

std::optional<std::string> not_a_feed(std::string_view utf8) {
  const std::string_view body = base::trim(utf8);
  if (body.empty()) return "the body is empty";
  if (syntax_of(utf8) == Syntax::json) return std::nullopt;
  const std::string_view tag = first_tag(body);
  if (tag.empty()) return "plain text, not a feed";
  for (const std::string_view name :
       {"html", "head", "body", "script", "meta", "title", "div", "p", "h1"}) {
    if (begins_element(tag, name) && feed_begins_at(body) == 0) return "an HTML page, not a feed";
  }
  return std::nullopt;
}

std::size_t feed_begins_at(std::string_view utf8) {
  const std::string_view first = first_tag(utf8);
  for (const std::string_view root : {"rss", "feed", "rdf:rdf", "channel"}) {
    if (begins_element(first, root)) return 0;
  }
  const std::string head = base::lower_ascii(utf8.substr(0, window));
  std::size_t begin = std::string::npos;
  for (const std::string_view root : {"<rss ", "<rss>", "<feed ", "<rdf:rdf"}) {
    begin = std::min(begin, head.find(root));
  }
  return begin == std::string::npos ? 0 : begin;
}

Syntax syntax_of(std::string_view utf8) {
  const std::string_view body = base::trim(utf8);
  return body.starts_with("{") || body.starts_with("[") ? Syntax::json : Syntax::xml;
}

}  // namespace feed
