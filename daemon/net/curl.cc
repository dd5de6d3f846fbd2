#include "net/curl.h"

namespace net {

void prepare_curl() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) {
    throw std::runtime_error(std::string("libcurl cannot be set up: ") + curl_easy_strerror(ready));
  }
}

const std::string& usable_encodings() {
  static const std::string encodings = [] {
    const int features = curl_version_info(CURLVERSION_NOW)->features;
    std::string list = (features & CURL_VERSION_LIBZ) != 0 ? "gzip" : "";
    if ((features & CURL_VERSION_BROTLI) != 0) {
      list += list.empty() ? "br" : ", br";
    }
    return list;
  }();
  return encodings;
}

std::string missing_features() {
  const curl_version_info_data& about = *curl_version_info(CURLVERSION_NOW);
  std::string missing;
  const auto want = [&](int feature, const char* name) {
    if ((about.features & feature) == 0) {
      missing += missing.empty() ? name : std::string(", ") + name;
    }
  };
  want(CURL_VERSION_LIBZ, "gzip");
  want(CURL_VERSION_BROTLI, "brotli");
  want(CURL_VERSION_HTTP2, "HTTP/2");
  want(CURL_VERSION_SSL, "TLS");
  want(CURL_VERSION_ASYNCHDNS, "asynchronous name lookups");
  return missing;
}

Easy::Easy() {
  prepare_curl();
  handle_.reset(curl_easy_init());
  if (!handle_) {
    throw std::runtime_error("libcurl gives no handle for a transfer");
  }
}

void Easy::check(CURLcode code) {
  if (code != CURLE_OK) {
    throw std::runtime_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
  }
}

long Easy::number(CURLINFO info) const {
  long value = 0;
  (void)(curl_easy_getinfo)(get(), info, &value);  // it stays 0 where libcurl does not know
  return value;
}

curl_off_t Easy::size(CURLINFO info) const {
  curl_off_t value = 0;
  (void)(curl_easy_getinfo)(get(), info, &value);  // it stays 0 where libcurl does not know
  return value;
}

void Slist::add(const std::string& line) {
  curl_slist* const longer = curl_slist_append(list_.get(), line.c_str());
  if (longer == nullptr) {
    throw std::runtime_error("libcurl has no memory for a header");
  }
  (void)list_.release();  // the new head owns the old one
  list_.reset(longer);
}

}  // namespace net
