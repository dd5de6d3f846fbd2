#include "text/converter.h"

#include <algorithm>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "text/encoding_labels.h"

namespace text {
namespace {

constexpr std::string_view fallback_encoding = "windows-1252";
constexpr std::int32_t least_confidence = 10;  // of 100; below, the detector is guessing

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

/// No encoding grows by more: one byte is at most one character of three bytes, two bytes one of
/// four.
constexpr std::size_t growth = 3;

}  // namespace

std::optional<std::string> convert(std::string_view bytes, const std::string& encoding) {
  if (bytes.size() > max_conversion || encoding.empty()) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(encoding.c_str(), &status));
  if (U_FAILURE(status)) return std::nullopt;
  std::string out(bytes.size() * growth + 16, '\0');
  const std::int32_t length = ucnv_toAlgorithmic(UCNV_UTF8,
                                                 converter.get(),
                                                 out.data(),
                                                 static_cast<std::int32_t>(out.size()),
                                                 bytes.data(),
                                                 static_cast<std::int32_t>(bytes.size()),
                                                 &status);
  if (U_FAILURE(status)) return std::nullopt;
  out.resize(std::min(out.size(), static_cast<std::size_t>(length)));
  out.shrink_to_fit();
  return out;
}

std::string detect_encoding(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&status));
  if (U_FAILURE(status)) return std::string(fallback_encoding);
  const std::string_view window = bytes.substr(0, detection_window);
  ucsdet_setText(detector.get(), window.data(), static_cast<std::int32_t>(window.size()), &status);
  ucsdet_enableInputFilter(detector.get(), 1);  // tags say little about the language
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return std::string(fallback_encoding);
  const bool sure = ucsdet_getConfidence(match, &status) >= least_confidence;
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || !sure || name == nullptr) return std::string(fallback_encoding);
  return encoding_for(name);
}

}  // namespace text
