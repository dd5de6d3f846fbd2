#include "text/encoding_labels.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace text {
namespace {

struct Meaning {
  std::string_view label;
  std::string_view encoding;
};

/// Sorted by label. Most say that bytes 0x80 to 0x9F are not controls, whatever the label says.
constexpr std::array<Meaning, 44> meanings = {{
    {"ansi_x3.4-1968", "windows-1252"},
    {"ascii", "windows-1252"},
    {"big5", "big5-hkscs"},
    {"cn-big5", "big5-hkscs"},
    {"cp1252", "windows-1252"},
    {"cp819", "windows-1252"},
    {"cp936", "gb18030"},
    {"euc-kr", "windows-949"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"iso-8859-1", "windows-1252"},
    {"iso-8859-11", "windows-874"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-1", "windows-1252"},
    {"iso8859-9", "windows-1254"},
    {"iso88591", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"koi", "koi8-r"},
    {"ks_c_5601-1987", "windows-949"},
    {"l1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin5", "windows-1254"},
    {"ms_kanji", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"shift_jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"tis-620", "windows-874"},
    {"u8", "utf-8"},
    {"unicode", "utf-16le"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"us-ascii", "windows-1252"},
    {"utf", "utf-8"},
    {"utf-8n", "utf-8"},
    {"utf8", "utf-8"},
    {"utf_8", "utf-8"},
    {"windows-31j", "windows-31j"},
    {"windows-936", "gb18030"},
    {"x-cp1252", "windows-1252"},
    {"x-gbk", "gb18030"},
    {"x-sjis", "windows-31j"},
    {"x-x-big5", "big5-hkscs"},
}};

}  // namespace

std::string encoding_for(std::string_view label) {
  label = base::trim(label);
  while (!label.empty() && (label.front() == '"' || label.front() == '\''))
    label.remove_prefix(1);
  while (!label.empty() && (label.back() == '"' || label.back() == '\'' || label.back() == ';')) {
    label.remove_suffix(1);
  }
  std::string lower = base::lower_ascii(base::trim(label));
  const auto* const found = std::lower_bound(
      meanings.begin(),
      meanings.end(),
      lower,
      [](const Meaning& meaning, const std::string& wanted) { return meaning.label < wanted; });
  if (found != meanings.end() && found->label == lower) return std::string(found->encoding);
  return lower;
}

}  // namespace text
