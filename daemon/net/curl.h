// libcurl's handles with its own nouns, each owned by one move-only wrapper. No policy. Private to
// this room.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <curl/curl.h>

namespace net {

/// Sets libcurl up once for the process; throws std::runtime_error where that fails. Safe from
/// every thread.
void prepare_curl();

/// The encodings libcurl can undo, as Accept-Encoding names them ("gzip, br").
[[nodiscard]] const std::string& usable_encodings();

/// What this program wants and the libcurl it runs with lacks ("HTTP/2, brotli"); empty if nothing.
[[nodiscard]] std::string missing_features();

inline constexpr const char* default_ca_file = "/etc/ssl/certs/ca-certificates.crt";

/// One transfer's handle. `set` throws std::runtime_error if libcurl knows no such option or has no
/// memory.
class Easy final {
 public:
  Easy();

  void reset() noexcept { curl_easy_reset(handle_.get()); }
  void set(CURLoption option, long value) {
    check((curl_easy_setopt)(handle_.get(), option, value));
  }
  void set(CURLoption option, const char* value) {
    check((curl_easy_setopt)(handle_.get(), option, value));
  }
  void set(CURLoption option, const std::string& value) { set(option, value.c_str()); }
  void set(CURLoption option, void* value) {
    check((curl_easy_setopt)(handle_.get(), option, value));
  }
  template <class Answer, class... Parameters>
  void set(CURLoption option, Answer (*callback)(Parameters...) noexcept) {
    check((curl_easy_setopt)(handle_.get(), option, callback));
  }

  [[nodiscard]] long number(CURLINFO info) const;
  [[nodiscard]] curl_off_t size(CURLINFO info) const;
  [[nodiscard]] CURL* get() const { return handle_.get(); }

 private:
  static void check(CURLcode code);

  struct Close {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
  };
  std::unique_ptr<CURL, Close> handle_;
};

/// A list of lines, as libcurl takes headers and recipients.
class Slist final {
 public:
  void add(const std::string& line);
  void clear() noexcept { list_.reset(); }
  [[nodiscard]] curl_slist* get() const { return list_.get(); }

 private:
  struct Close {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
  };
  std::unique_ptr<curl_slist, Close> list_;
};

struct CloseMulti {
  void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
using Multi = std::unique_ptr<CURLM, CloseMulti>;

struct CloseShare {
  void operator()(CURLSH* handle) const noexcept { curl_share_cleanup(handle); }
};
using Share = std::unique_ptr<CURLSH, CloseShare>;

}  // namespace net
