#include "feed/loose.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/text.h"
#include "feed/loose_tag.h"
#include "feed/parse.h"

namespace feed {
namespace {

constexpr std::size_t none_left = std::string_view::npos;

constexpr std::array<std::string_view, 4> wrapper_names = {"rss", "rdf", "feed", "channel"};

/// What holds text and no other of these.
constexpr std::array<std::string_view, 12> leaf_names = {"title",
                                                         "link",
                                                         "guid",
                                                         "id",
                                                         "description",
                                                         "summary",
                                                         "pubdate",
                                                         "published",
                                                         "updated",
                                                         "comments",
                                                         "category",
                                                         "language"};

/// What begins a part of an item besides those.
constexpr std::array<std::string_view, 8> part_names = {"author",
                                                        "content",
                                                        "source",
                                                        "enclosure",
                                                        "content:encoded",
                                                        "dc:creator",
                                                        "dc:date",
                                                        "dc:subject"};

/// HTML elements that are never closed (HTML, section 13.1.2), except those whose name is one of
/// RSS's own.
constexpr std::array<std::string_view, 10> void_names = {
    "br", "hr", "img", "input", "wbr", "area", "col", "embed", "param", "meta"};

template <std::size_t Size>
bool is_among(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

enum class Place {
  wrapper,  ///< around the items: the root, the channel, a list of items
  item,
  leaf,
  other
};

struct OpenElement {
  std::string_view name;
  Place place = Place::other;
};

/// FNV-1a of the name in lower case.
std::uint32_t name_key(std::string_view name) {
  std::uint32_t key = 2166136261U;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    key = (key ^ static_cast<unsigned char>(upper ? c | 0x20 : c)) * 16777619U;
  }
  return key;
}

class Mender final {
 public:
  explicit Mender(std::string_view xml)
      : xml_(xml),
        tail_(base::trim(xml)),
        tags_(xml),
        cdata_(xml, "<![CDATA["),
        cdata_end_(xml, "]]>") {
    if (tail_.ends_with('>')) tail_.remove_suffix(1);
  }

  MendedXml mend() {
    std::size_t at = 0;
    while (at < xml_.size()) {
      const std::size_t markup = std::min(xml_.find('<', at), xml_.size());
      add_text(xml_.substr(at, markup - at));
      at = markup < xml_.size() ? pass(markup) : markup;
    }
    // Everything was read and this is still open: the end of it is missing.
    if (item_depth_ > 0) out_.resize(item_begins_);
    if (item_depth_ > 0) forget_above(item_depth_ - 1);
    while (!open_.empty())
      close_top();
    return {std::move(out_), closed_};
  }

 private:
  /// The markup at a '<'. Returns the offset behind it.
  std::size_t pass(std::size_t at) {
    const std::string_view rest = xml_.substr(at);
    if (rest.starts_with("<![CDATA[")) return pass_cdata(at + 9);
    if (rest.starts_with("<!--")) return behind("-->", at + 4);
    if (rest.starts_with("<!DOCTYPE") || rest.starts_with("<!doctype")) return pass_doctype(at);
    if (rest.starts_with("<?") || rest.starts_with("<!")) return pass_to_mark(at + 2);
    const bool ends = rest.starts_with("</");
    const std::string_view name = xml_name_at(xml_, at + (ends ? 2 : 1));
    if (name.empty()) {
      add_text("<");
      return at + 1;
    }
    if (ends) return pass_end_tag(at, name);
    const LooseTag tag = tags_.read(at, name);
    const std::string lower = base::lower_ascii(name);
    if (tag.ends == LooseTag::End::open && !known(lower)) {
      add_text(xml_.substr(at, tag.end - at));
    } else if (closed_ && name_key(name) == keys_.front()) {
      return xml_.size();  // another document
    } else if (tag.ends != LooseTag::End::cut) {
      open(tag, lower);
    }
    return tag.end;
  }

  /// What is not ended goes to the end of the document: what it would hide is not brought to light.
  [[nodiscard]] std::size_t behind(std::string_view mark, std::size_t from) const {
    const std::size_t found = xml_.find(mark, from);
    return found == none_left ? xml_.size() : found + mark.size();
  }

  /// Past the next '>', or up to the next '<'.
  [[nodiscard]] std::size_t pass_to_mark(std::size_t at) const {
    const std::size_t mark = std::min(xml_.find_first_of("<>", at), xml_.size());
    return mark < xml_.size() && xml_[mark] == '>' ? mark + 1 : mark;
  }

  [[nodiscard]] std::size_t pass_doctype(std::size_t at) const {
    const std::size_t first = xml_.find_first_of("[>", at);
    if (first == none_left || xml_[first] == '>') return behind(">", at);
    return behind(">", behind("]", first));
  }

  /// A CDATA section ends at its mark. Where the element's end tag and another section come first,
  /// or the mark never comes although the document is whole, it ends at that end tag.
  std::size_t pass_cdata(std::size_t begin) {
    const std::size_t mark = cdata_end_.next(begin);
    const std::size_t end = std::min(mark, xml_.size());
    const bool doubtful = mark == none_left ? ends_with_root() : cdata_.next(begin) < end;
    std::size_t stop = end;
    if (doubtful && !open_.empty()) {
      const std::string closing = "</" + std::string(open_.back().name);
      stop = std::min(xml_.substr(0, end).find(closing, begin), end);
    }
    std::string_view text = xml_.substr(begin, stop - begin);
    if (stop < end) text = text.substr(0, text.find_last_not_of(']') + 1);
    add_cdata(text);
    if (stop < end) return stop;
    return mark == none_left ? xml_.size() : mark + 3;
  }

  [[nodiscard]] bool ends_with_root() const {
    if (open_.empty()) return false;
    return tail_.ends_with("</" + std::string(open_.front().name));
  }

  std::size_t pass_end_tag(std::size_t at, std::string_view name) {
    const std::size_t behind_name = at + 2 + name.size();
    close(name, xml_.find_first_of("<>", behind_name) != none_left);
    return pass_to_mark(behind_name);
  }

  void add_text(std::string_view text) {
    if (!open_.empty() && open_.back().place != Place::wrapper) append_harmless(out_, text);
  }

  void add_cdata(std::string_view text) {
    if (open_.empty() || open_.back().place == Place::wrapper) return;
    out_.append("<![CDATA[");
    append_legal(out_, text);
    out_.append("]]>");
  }

  [[nodiscard]] bool own(std::string_view prefix) const {
    return prefix.empty() || prefix == "rss" || prefix == "atom" || prefix == root_prefix_;
  }

  [[nodiscard]] bool known(std::string_view lower) const {
    return place_of(lower) != Place::other || is_among(part_names, lower);
  }

  [[nodiscard]] Place place_of(std::string_view lower) const {
    const std::size_t colon = lower.find(':');
    const std::string_view prefix = lower.substr(0, colon == none_left ? 0 : colon);
    const std::string_view local = lower.substr(colon == none_left ? 0 : colon + 1);
    if (!own(prefix) && local != "rdf") return Place::other;
    if (local == "item" || local == "entry") return Place::item;
    if (is_among(wrapper_names, local) || local == "items") return Place::wrapper;
    return is_among(leaf_names, local) ? Place::leaf : Place::other;
  }

  void open(const LooseTag& tag, std::string_view lower) {
    if (open_.empty()) {
      open_root(tag, lower);
      return;
    }
    Place place = place_of(lower);
    if (place == Place::wrapper && item_depth_ > 0) place = Place::other;
    if (place == Place::wrapper && (tag.empty || holds(lower))) return;
    if (place == Place::item && tag.empty && item_depth_ > 0) return;
    if (place == Place::item || place == Place::wrapper) close_to_wrapper();
    const bool part = place == Place::leaf || is_among(part_names, lower);
    if (part && open_.back().place == Place::leaf) close_top();
    if (open_.size() + 1 >= max_depth) return;
    if (place == Place::item) item_begins_ = out_.size();
    out_.append("<").append(tag.name).append(tag.attributes);
    if (tag.empty || is_among(void_names, lower)) {
      out_.append("/>");
      return;
    }
    out_.append(">");
    push(tag.name, place);
  }

  void open_root(const LooseTag& tag, std::string_view lower) {
    const std::size_t colon = lower.find(':');
    const std::string_view local = lower.substr(colon == none_left ? 0 : colon + 1);
    if (!is_among(wrapper_names, local) || tag.empty || !out_.empty()) return;
    root_prefix_ = lower.substr(0, colon == none_left ? 0 : colon);
    out_.append("<").append(tag.name).append(tag.attributes).append(">");
    push(tag.name, Place::wrapper);
  }

  void push(std::string_view name, Place place) {
    open_.push_back({name, place});
    keys_.push_back(name_key(name));
    if (place == Place::item) item_depth_ = open_.size();
  }

  void forget_above(std::size_t depth) {
    open_.resize(depth);
    keys_.resize(depth);
    if (item_depth_ > depth) item_depth_ = 0;
  }

  void close_top() {
    out_.append("</").append(open_.back().name).append(">");
    forget_above(open_.size() - 1);
  }

  void close_to_wrapper() {
    while (open_.back().place != Place::wrapper)
      close_top();
  }

  [[nodiscard]] bool holds(std::string_view lower) const {
    return std::find(keys_.begin(), keys_.end(), name_key(lower)) != keys_.end();
  }

  /// The end tag of a name. Of an item's parts it reaches no further than the item. The root and
  /// the channel stay open to the end: what comes after them, by mistake, is still theirs.
  void close(std::string_view name, bool whole) {
    if (open_.empty()) return;
    const std::size_t floor = item_depth_ > 0 ? item_depth_ - 1 : 0;
    const std::uint32_t key = name_key(name);
    if (key == keys_.front()) {
      close_to_wrapper();
      closed_ = true;
    } else if (const auto found = std::find(keys_.rbegin(), keys_.rend(), key);
               found != keys_.rend() && whole) {
      const auto index = static_cast<std::size_t>(keys_.rend() - found) - 1;
      const bool stays = open_[index].place == Place::wrapper &&
                         is_among(wrapper_names, base::lower_ascii(open_[index].name));
      if (stays) close_to_wrapper();
      while (!stays && index >= floor && open_.size() > index)
        close_top();
    }
  }

  std::string_view xml_;
  std::string_view tail_;  ///< without the last '>'
  TagReader tags_;
  Ahead cdata_;
  Ahead cdata_end_;
  std::string out_;
  std::vector<OpenElement> open_;
  std::vector<std::uint32_t> keys_;  ///< of the names of open_, in any case
  std::string root_prefix_;
  std::size_t item_depth_ = 0;   ///< of open_ with the open item the last; 0: none is open
  std::size_t item_begins_ = 0;  ///< in out_
  bool closed_ = false;
};

}  // namespace

MendedXml mend_xml(std::string_view xml) {
  return Mender(xml).mend();
}

}  // namespace feed
