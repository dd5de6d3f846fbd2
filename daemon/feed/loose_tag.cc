#include "feed/loose_tag.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "feed/parse.h"

namespace feed {
namespace {

constexpr std::size_t longest_name = 128;

/// Form feeds pass too: the parser lets them, and between words they are white space.
bool is_legal(char c) {
  return static_cast<unsigned char>(c) >= 0x20 || base::is_space(c);
}

bool begins_name(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
  return begins_name(c) || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '.';
}

/// Whether a quote looks like the end of a value, not like the beginning of another.
bool ends_value(std::string_view xml, std::size_t quote) {
  if (xml[quote - 1] == '=') return false;
  const std::size_t after = quote + 1;
  return after >= xml.size() || base::is_space(xml[after]) || xml[after] == '>' ||
         xml[after] == '/';
}

}  // namespace

std::string_view xml_name_at(std::string_view xml, std::size_t at) {
  if (at >= xml.size() || !begins_name(xml[at])) return {};
  std::size_t end = at + 1;
  while (end < xml.size() && end - at < longest_name && continues_name(xml[end]))
    ++end;
  return xml.substr(at, end - at);
}

void append_legal(std::string& out, std::string_view text) {
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_legal);
}

void append_harmless(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (is_legal(c)) {
      out += c;
    }
  }
}

std::size_t TagReader::past_space(std::size_t at) const {
  while (at < xml_.size() && base::is_space(xml_[at]))
    ++at;
  return at;
}

LooseTag TagReader::read(std::size_t at, std::string_view name) {
  LooseTag tag;
  tag.name = name;
  std::size_t cursor = at + 1 + name.size();
  std::size_t number = 0;
  while (true) {
    cursor = past_space(cursor);
    tag.end = cursor;
    if (cursor >= xml_.size()) {
      tag.ends = LooseTag::End::cut;
      return tag;
    }
    if (xml_[cursor] == '<') {
      tag.ends = LooseTag::End::open;
      return tag;
    }
    if (xml_[cursor] == '>') {
      tag.empty = xml_[cursor - 1] == '/';
      tag.end = cursor + 1;
      return tag;
    }
    // What begins no attribute, a stray quote say, is passed by.
    cursor = begins_name(xml_[cursor]) ? read_attribute(cursor, tag, ++number) : cursor + 1;
  }
}

std::size_t TagReader::read_attribute(std::size_t at, LooseTag& tag, std::size_t number) {
  const std::string_view name = xml_name_at(xml_, at);
  const std::size_t sign = past_space(at + name.size());
  if (sign >= xml_.size() || xml_[sign] != '=') return at + name.size();
  const std::size_t begin = past_space(sign + 1);
  if (begin >= xml_.size()) return begin;
  std::string_view value;
  std::size_t end = 0;
  char quote = xml_[begin];
  if (quote == '"' || quote == '\'') {
    value = quoted_value(begin);
    end = begin + 1 + value.size();
    if (end < xml_.size() && xml_[end] == quote) ++end;
  } else {
    quote = '"';
    end = std::min(xml_.find_first_of(" \t\r\n<>\"'", begin), xml_.size());
    if (end < xml_.size() && xml_[end] == '>' && end > begin && xml_[end - 1] == '/') --end;
    value = xml_.substr(begin, end - begin);
  }
  if (number <= max_attributes) {
    tag.attributes.append(" ").append(name).append("=").append(1, quote);
    append_harmless(tag.attributes, value);
    tag.attributes += quote;
  }
  return end;
}

/// Up to the same quote. Where a '<' comes before it and no attribute ends there, it opens another
/// value: this one was never closed and ends with the word.
std::string_view TagReader::quoted_value(std::size_t quote) {
  const std::size_t begin = quote + 1;
  const std::size_t end = (xml_[quote] == '"' ? double_quote_ : single_quote_).next(begin);
  const bool found = end != std::string_view::npos;
  if (found && (less_.next(begin) > end || ends_value(xml_, end))) {
    return xml_.substr(begin, end - begin);
  }
  const std::size_t word = std::min(xml_.find_first_of(" \t\r\n<>", begin), xml_.size());
  return xml_.substr(begin, word - begin);
}

}  // namespace feed
