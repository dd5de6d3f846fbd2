#include "feed/xml_source.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "feed/parse.h"
#include "text/html_text.h"

namespace feed {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;
constexpr std::size_t longest_reference = 40;

constexpr std::size_t most_entities = 32;            // of one document
constexpr std::size_t longest_entity = 256;          // bytes of its text
constexpr std::size_t most_entity_text = 1U << 20U;  // bytes put into one document

constexpr std::array<std::string_view, 5> xml_names = {"amp", "apos", "gt", "lt", "quot"};

/// The characters of a tag that say where its parts end.
constexpr std::array<bool, 256> ends_attribute_part = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("\"'>="))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool number_is_harmless(std::string_view digits) {
  constexpr std::size_t most_digits = 7;
  const bool hex = digits.starts_with("x") || digits.starts_with("X");
  if (hex) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > most_digits) return false;
  unsigned code = 0;
  for (const char c : digits) {
    const bool decimal = c >= '0' && c <= '9';
    const char lower = static_cast<char>(c | 0x20);
    const bool letter = hex && lower >= 'a' && lower <= 'f';
    if (!decimal && !letter) return true;  // no reference at all
    const int value = decimal ? c - '0' : lower - 'a' + 10;
    code = code * (hex ? 16 : 10) + static_cast<unsigned>(value);
  }
  const bool control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
  const bool c1 = code >= 0x7F && code <= 0x9F;
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return !control && !c1 && !surrogate && code <= 0x10FFFF && (code & 0xFFFEU) != 0xFFFE;
}

struct EntityView {
  std::string_view name;
  std::string_view text;
};

/// "name 'text'", as an entity is declared; nothing for any other declaration.
std::optional<EntityView> simple_entity(std::string_view declaration) {
  declaration = base::trim(declaration);
  const std::size_t space = declaration.find_first_of(" \t\r\n");
  if (space == nowhere) return std::nullopt;
  const std::string_view quoted = base::trim(declaration.substr(space));
  const bool closed = quoted.size() >= 2 && quoted.front() == quoted.back() &&
                      (quoted.front() == '"' || quoted.front() == '\'');
  if (!closed || quoted.size() > longest_entity + 2) return std::nullopt;
  const std::string_view text = quoted.substr(1, quoted.size() - 2);
  if (text.find_first_of("&<%\"'") != nowhere) return std::nullopt;
  return EntityView{declaration.substr(0, space), text};
}

/// The simple ones of an internal subset: a name and a short text without markup.
std::vector<EntityView> simple_entities(std::string_view subset) {
  constexpr std::string_view keyword = "<!ENTITY";
  std::vector<EntityView> found;
  std::size_t at = subset.find(keyword);
  while (at != nowhere && found.size() < most_entities) {
    const std::size_t begin = at + keyword.size();
    const std::size_t end = std::min(subset.find('>', begin), subset.size());
    if (const auto entity = simple_entity(subset.substr(begin, end - begin)))
      found.push_back(*entity);
    at = subset.find(keyword, end);
  }
  return found;
}

class Surveyor final {
 public:
  explicit Surveyor(std::string_view xml) : xml_(xml) {}

  XmlSource survey() {
    std::size_t at = 0;
    while (at < xml_.size() && limit_.empty()) {
      const std::size_t markup = std::min(xml_.find('<', at), xml_.size());
      clean(at, markup);
      at = markup < xml_.size() ? pass_markup(markup) : markup;
    }
    if (changed()) fixed_.append(xml_.substr(copied_, end_ - copied_));
    return {std::move(fixed_), limit_};
  }

  [[nodiscard]] bool changed() const { return copied_ > 0 || !limit_.empty(); }

 private:
  [[nodiscard]] std::size_t after(std::string_view mark, std::size_t from) const {
    const std::size_t found = xml_.find(mark, from);
    return found == nowhere ? xml_.size() : found + mark.size();
  }

  std::size_t pass_markup(std::size_t at) {
    const std::string_view rest = xml_.substr(at);
    if (rest.starts_with("<!--")) return after("-->", at + 4);
    if (rest.starts_with("<![CDATA[")) return after("]]>", at + 9);
    if (rest.starts_with("<?")) return after("?>", at + 2);
    if (rest.starts_with("<!")) return after_doctype(at);
    if (rest.starts_with("</")) {
      depth_ -= depth_ > 0 ? 1 : 0;
      return after(">", at + 2);
    }
    return pass_element(at);
  }

  [[nodiscard]] std::size_t after_doctype(std::size_t at) {
    const std::size_t bracket = xml_.find_first_of("[>", at);
    if (bracket == nowhere || xml_[bracket] == '>') return after(">", at);
    const std::size_t end = after("]", bracket);
    if (entities_.empty()) entities_ = simple_entities(xml_.substr(bracket, end - bracket));
    return after(">", end);
  }

  std::size_t pass_element(std::size_t at) {
    std::size_t attributes = 0;
    std::size_t cursor = at + 1;
    while (true) {
      while (cursor < xml_.size() && !ends_attribute_part[static_cast<unsigned char>(xml_[cursor])])
        ++cursor;
      if (cursor == xml_.size()) return cursor;
      const char found = xml_[cursor];
      if (found == '>') break;
      if (found == '=') ++attributes;
      if (found != '=') cursor = xml_.find(found, cursor + 1);
      if (cursor == nowhere) return xml_.size();
      ++cursor;
    }
    clean(at, cursor);
    if (xml_[cursor - 1] != '/') ++depth_;
    if (depth_ > max_depth)
      stop(at, "elements lie more than " + std::to_string(max_depth) + " deep");
    if (attributes > max_attributes) {
      stop(at, "an element has more than " + std::to_string(max_attributes) + " attributes");
    }
    return cursor + 1;
  }

  void stop(std::size_t at, std::string why) {
    end_ = std::max(at, copied_);
    limit_ = std::move(why);
  }

  void clean(std::size_t from, std::size_t to) {
    const std::string_view segment = xml_.substr(0, to);
    for (std::size_t amp = segment.find('&', from); amp != nowhere;
         amp = segment.find('&', amp + 1)) {
      const std::size_t end = segment.substr(0, amp + longest_reference).find(';', amp);
      if (end != nowhere) fix(amp, end + 1);
    }
  }

  void fix(std::size_t begin, std::size_t end) {
    const std::string_view name = xml_.substr(begin + 1, end - begin - 2);
    const bool fine = name.starts_with("#")
                          ? number_is_harmless(name.substr(1))
                          : std::find(xml_names.begin(), xml_names.end(), name) != xml_names.end();
    if (fine) return;
    const std::string_view reference = xml_.substr(begin, end - begin);
    const std::string plain = meaning_of(name, reference);
    if (plain == reference) return;
    fixed_.append(xml_.substr(copied_, begin - copied_)).append(base::escape_xml(plain));
    copied_ = end;
  }

  std::string meaning_of(std::string_view name, std::string_view reference) {
    const auto entity = std::find_if(entities_.begin(),
                                     entities_.end(),
                                     [name](const EntityView& one) { return one.name == name; });
    if (entity == entities_.end()) return text::decode_references(reference);
    entity_text_ += entity->text.size();
    return std::string(entity_text_ > most_entity_text ? reference : entity->text);
  }

  std::string_view xml_;
  std::vector<EntityView> entities_;
  std::size_t entity_text_ = 0;  ///< bytes put in place of them
  std::string fixed_;
  std::size_t copied_ = 0;  ///< what is before it stands in fixed_
  std::size_t end_ = xml_.size();
  std::size_t depth_ = 0;
  std::string limit_;
};

}  // namespace

XmlSource prepare_xml(std::string utf8) {
  // Where nothing was to be done, and that is nearly always, the text is not copied.
  Surveyor surveyor(utf8);
  XmlSource source = surveyor.survey();
  if (!surveyor.changed()) source.text = std::move(utf8);
  return source;
}

}  // namespace feed
