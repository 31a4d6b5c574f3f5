"""The grid worker's pages, for a phone: report, take, do, show before and after, call others. Without signal what is sent waits on the phone."""
