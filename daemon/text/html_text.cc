#include "text/html_text.h"

#include <algorithm>

#include "base/text.h"
#include "text/html_tag.h"
#include "text/plain_writer.h"
#include "text/references.h"

namespace text {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;
constexpr std::string_view cdata_begin = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";

bool holds_no_html(std::string_view text) {
  return text.find('<') == nowhere && text.find('&') == nowhere;
}

/// One pass from left to right; every step consumes at least one byte.
class HtmlReader final {
 public:
  explicit HtmlReader(std::string_view html) : html_(html), tags_(html) {
    out_.reserve(html.size());
  }

  std::string read() {
    while (at_ < html_.size()) {
      const std::size_t markup = std::min(html_.find('<', at_), html_.size());
      add_text(html_.substr(at_, markup - at_));
      at_ = markup;
      if (at_ < html_.size()) pass_markup();
    }
    return out_.take();
  }

 private:
  void pass_markup() {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) {
      pass_until("-->", 4);
    } else if (rest.starts_with(cdata_begin)) {
      at_ += cdata_begin.size();  // a stray marker: what is inside is text like any other
      ++open_cdata_;
    } else if (rest.starts_with("<!") || rest.starts_with("<?")) {
      pass_until(">", 2);
    } else if (const auto tag = tags_.tag_at(at_, TagReader::Quotes::may_stay_open)) {
      at_ = tag->end;
      pass_tag(*tag);
    } else {
      out_.add("<");
      ++at_;
    }
  }

  /// To just after the mark; what never ends swallows the rest, as in a browser.
  void pass_until(std::string_view mark, std::size_t from) {
    const std::size_t end = html_.find(mark, at_ + from);
    at_ = end == nowhere ? html_.size() : end + mark.size();
  }

  void pass_tag(const TagView& tag) {
    const Element element = element_named(tag.local);
    if (element == Element::block || element == Element::dropped_block) out_.end_block();
    const bool drops = element == Element::dropped || element == Element::dropped_block;
    if (drops && !tag.closing && !tag.self_closing) drop_content(tag.name);
  }

  void drop_content(std::string_view name) {
    for (std::size_t close = html_.find("</", at_); close != nowhere;
         close = html_.find("</", close + 2)) {
      if (!base::equal_ignoring_case(html_.substr(close + 2, name.size()), name)) continue;
      at_ = close + 2;
      pass_until(">", 0);
      return;
    }
    at_ = html_.size();
  }

  void add_text(std::string_view run) {
    while (open_cdata_ > 0 && !run.empty()) {
      const std::size_t end = run.find(cdata_end);
      add_with_references(run.substr(0, end));
      if (end == nowhere) return;
      run.remove_prefix(end + cdata_end.size());
      --open_cdata_;
    }
    add_with_references(run);
  }

  void add_with_references(std::string_view run) {
    for (std::size_t amp = run.find('&'); amp != nowhere; amp = run.find('&')) {
      out_.add(run.substr(0, amp));
      run.remove_prefix(amp);
      decoded_.clear();
      const std::size_t length = read_reference(run, decoded_);
      out_.add(length == 0 ? std::string_view("&") : std::string_view(decoded_));
      run.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out_.add(run);
  }

  std::string_view html_;
  TagReader tags_;
  PlainWriter out_;
  std::string decoded_;
  std::size_t at_ = 0;
  int open_cdata_ = 0;
};

}  // namespace

std::string html_to_text(std::string_view html) {
  if (holds_no_html(html)) return fold_space(html);
  return HtmlReader(html).read();
}

std::string fold_space(std::string_view plain) {
  PlainWriter out;
  out.reserve(plain.size());
  out.add(plain);
  return out.take();
}

bool looks_like_html(std::string_view text) {
  if (holds_no_html(text)) return false;
  TagReader tags(text);
  bool tag_seen = false;
  for (std::size_t at = text.find('<'); at != nowhere;) {
    const auto tag = tags.tag_at(at, TagReader::Quotes::must_close);
    if (tag && element_named(tag->local) == Element::unknown) return false;
    tag_seen = tag_seen || tag;
    at = text.find('<', tag ? tag->end : at + 1);
  }
  if (tag_seen) return true;
  for (std::size_t at = text.find('&'); at != nowhere; at = text.find('&', at + 1)) {
    if (complete_reference(text.substr(at))) return true;
  }
  return false;
}

std::string decode_references(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t amp = text.find('&'); amp != nowhere; amp = text.find('&')) {
    out.append(text.substr(0, amp));
    text.remove_prefix(amp);
    const std::size_t length = read_reference(text, out);
    if (length == 0) out.push_back('&');
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out.append(text);
  return out;
}

}  // namespace text
